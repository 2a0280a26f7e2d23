package dev.sshpulse.connections;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostClocksTest {
  @TempDir private Path directory;

  @Test
  void readsSinceWhenTheHostIsUp() throws IOException {
    assertThat(uptime("26415.07 49873.92\n")).isEqualTo(26_415_070);
    assertThat(uptime("0.50 0.00\n")).isEqualTo(500);
    assertThat(uptime("8640000000.99 1.00\n")).as("274 years").isEqualTo(8_640_000_000_990L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no such thing\n", "26415 1.00\n", "26415.1 1.00\n", "-1.00 1.00\n"})
  void knowsNothingWhereTheFileSaysSomethingElse(String text) throws IOException {
    assertThat(uptime(text)).isEqualTo(HostClocks.UNKNOWN);
  }

  @Test
  void knowsNothingWhereThereIsNoSuchFile() {
    HostClocks clocks = new HostClocks(directory.resolve("none").toFile());

    assertThat(clocks.uptimeMillis()).isEqualTo(HostClocks.UNKNOWN);
  }

  @Test
  void knowsItOfThisHost() {
    assumeTrue(Files.isReadable(Path.of("/proc/uptime")), "missing: /proc/uptime");
    HostClocks clocks = new HostClocks();

    long before = clocks.uptimeMillis();

    assertThat(before).isPositive();
    assertThat(clocks.uptimeMillis()).isGreaterThanOrEqualTo(before);
  }

  private long uptime(String text) throws IOException {
    Path file = directory.resolve("uptime");
    Files.writeString(file, text, US_ASCII);
    return new HostClocks(file.toFile()).uptimeMillis();
  }
}
