package dev.sshpulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetersTest {

  @ParameterizedTest
  @EnumSource
  void keepsToTheConventionsOfPrometheus(Meters meter) {
    String name = meter.exposedName();

    assertThat(name).matches("(ssh|socket|sshpulse|host)_[a-z_]+");
    assertThat(name.endsWith("_total")).isEqualTo(meter.type() == Meters.Type.COUNTER);
    assertThat(name.endsWith("_info")).isEqualTo(meter.type() == Meters.Type.INFO);
    assertThat(meter.help()).matches("(?s)[A-Z0-9].+\\.").doesNotContain("\n");
    assertThat(meter.labels()).doesNotContain("type", "instance", "job").doesNotHaveDuplicates();
  }
}
