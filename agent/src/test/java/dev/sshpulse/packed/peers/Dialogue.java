package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.packed.HostJvm;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM that is told what to do line by line, and says when it is done. */
final class Dialogue implements AutoCloseable {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final HostJvm jvm;

  Dialogue(HostJvm.Builder builder, Class<?> program, String... arguments) {
    jvm = builder.onLine(lines::add).start(program, arguments);
  }

  HostJvm jvm() {
    return jvm;
  }

  void say(String line) {
    jvm.type(line);
  }

  /** Its next line; waits for it. */
  String hear() {
    try {
      String line = lines.poll(HostJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(line).as(jvm::err).isNotNull();
      return line;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The rest of its next line, which must begin like this. */
  String hear(String beginning) {
    String line = hear();
    assertThat(line).as(jvm::err).startsWith(beginning);
    return line.substring(beginning.length());
  }

  @Override
  public void close() {
    jvm.close();
  }
}
