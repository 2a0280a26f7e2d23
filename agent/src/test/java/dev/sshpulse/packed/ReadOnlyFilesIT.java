package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.probe.BrokenPipes;
import java.io.File;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing can be written anywhere, as in a container with a read-only root and no other mount. */
class ReadOnlyFilesIT {

  /** Every mount that can be written is mounted read-only, for the namespace of this process. */
  private static final String READ_ONLY =
      "mount --make-rprivate / && "
          + "awk '$6 ~ /^rw/ && $5 !~ \"^/(proc|sys|dev/pts|dev/mqueue)\" {print $5}' "
          + "/proc/self/mountinfo | while read -r m; do mount -o remount,bind,ro \"$m\"; done; "
          + "for d in /tmp /dev/shm \"$HOME\" .; do "
          + "if touch \"$d/sshpulse-writable\" 2>/dev/null; then "
          + "rm \"$d/sshpulse-writable\"; echo \"$d is writable\" >&2; exit 99; fi; done; "
          + "exec \"$@\"";

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsWhereNothingCanBeWritten(Jdk jdk) throws Exception {
    assumeTrue(canMount(), "missing: root and unshare, to mount the file systems read-only");

    try (HostJvm host =
        HostJvm.on(jdk)
            .under("unshare", "-m", "sh", "-c", READ_ONLY, "sh")
            .agent()
            .start(BrokenPipes.class, "3")) {
      host.awaitOutput("failed 3");

      assertThat(host.scrape().errors("other", "write", "broken_pipe")).isEqualTo(3);
      assertThat(host.scrape().sum("sshpulse_errors_total")).isZero();
      assertThat(host.endInput().exitCode()).isZero();
      assertThat(host.err()).matches(OneLineIT.LINE);
    }
  }

  private static boolean canMount() throws Exception {
    if (!new File("/usr/bin/unshare").canExecute()) {
      return false;
    }
    Process process =
        new ProcessBuilder("unshare", "-m", "sh", "-c", "mount --make-rprivate /")
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }
}
