package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a program of OpenSSH for its version. */
public final class SshdBinary {
  /** A version is a line, and the usage that older ones print is not much more. */
  private static final int MOST_BYTES = 4096;

  private final File program;
  private final Duration within;

  /**
   * @param program such as {@code /usr/sbin/sshd}
   * @param within after which it is killed
   */
  public SshdBinary(File program, Duration within) {
    this.program = program;
    this.within = within;
  }

  /**
   * What {@code -V} prints: {@code OpenSSH_9.2, …} or, in versions before 9.3 that do not know it,
   * the version among the usage. It is given no environment and no input.
   *
   * @throws IOException if it cannot be run, or does not end in time
   */
  public String version() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(program.getPath(), "-V")
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"));
    builder.environment().clear();
    Process process = builder.start();
    try {
      return output(process);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Read when it has ended: a pipe holds more than it prints, and a read would have no limit. */
  private String output(Process process) throws IOException {
    try {
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            program + " -V did not end within " + within.toMillis() + " ms and was killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + program + " -V ran", e);
    }
    try (InputStream in = process.getInputStream()) {
      return new String(in.readNBytes(Math.min(in.available(), MOST_BYTES)), ISO_8859_1);
    }
  }
}
