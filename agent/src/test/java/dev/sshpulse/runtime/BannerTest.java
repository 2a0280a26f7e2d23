package dev.sshpulse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.HookStatus.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class BannerTest {
  private static final HookStatus MATCHED = new HookStatus("jdk", "17", Status.MATCHED, "");

  @Test
  void saysWhereAndWhatInOneLine() {
    String http = "http://127.0.0.1:9922/metrics";

    String line = Banner.of("0.1.0", http, "otlp off", List.of(MATCHED), List.of());

    assertThat(line)
        .isEqualTo("sshpulse 0.1.0: http://127.0.0.1:9922/metrics, otlp off, hooks: jdk");
  }

  @Test
  void namesALibraryOnceHoweverManyReleasesOfItThereAre() {
    HookStatus old = new HookStatus("jsch", "0.1.55", Status.MATCHED, "");
    HookStatus fresh = new HookStatus("jsch", "2.28.8", Status.MATCHED, "");

    String line =
        Banner.of("0.1.0", Banner.off(""), "otlp off", List.of(MATCHED, old, fresh), List.of());

    assertThat(line).endsWith("hooks: jdk, jsch");
  }

  @Test
  void saysWhatWasWrongInTheSameLine() {
    String line =
        Banner.of(
            "0.1.0",
            Banner.off("ports 1 to 10 are taken"),
            "otlp off",
            List.of(MATCHED),
            List.of("no.such.key (did you mean http.listen?)", "start.delay=x (a duration)"));

    assertThat(line)
        .isEqualTo(
            "sshpulse 0.1.0: http off (ports 1 to 10 are taken), otlp off, hooks: jdk, ignored:"
                + " no.such.key (did you mean http.listen?); start.delay=x (a duration)");
  }

  @Test
  void saysWhyHooksAreNotIn() {
    HookStatus refused = new HookStatus("jdk", "99", Status.REFUSED, "not found: read");
    HookStatus unseen = new HookStatus("jdk", "99", Status.UNSEEN, "datagrams");

    String line =
        Banner.of("0.1.0", Banner.off(""), "otlp off", List.of(refused, unseen), List.of());

    assertThat(line)
        .isEqualTo(
            "sshpulse 0.1.0: http off, otlp off, hooks: none (jdk refused, not found: read)");
  }
}
