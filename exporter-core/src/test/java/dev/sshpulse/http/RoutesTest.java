package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.SourceStatus;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

  private final Shown shown = new Shown("0.1.0", "metrics");
  private static final Executor NOT_SHARED = Runnable::run;

  private final Routes routes = new Routes(shown);

  @Test
  void givesMetricsInTheFormatThatIsAskedFor() {
    Answer text = routes.answer("/metrics", null, Caller.STRANGER, NOT_SHARED);
    Answer openMetrics =
        routes.answer("/metrics", "application/openmetrics-text", Caller.STRANGER, NOT_SHARED);

    assertThat(text)
        .isEqualTo(
            new Answer(
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                "metrics as text/plain; version=0.0.4; charset=utf-8"));
    assertThat(openMetrics)
        .isEqualTo(
            new Answer(
                200,
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
                "metrics as application/openmetrics-text; version=1.0.0; charset=utf-8"));
  }

  @Test
  void givesTheRecordAsJson() {
    Answer connections = routes.answer("/api/v1/connections", null, Caller.STRANGER, NOT_SHARED);
    Answer endings =
        routes.answer("/api/v1/endings?newest", "text/html", Caller.STRANGER, NOT_SHARED);

    assertThat(connections)
        .isEqualTo(
            new Answer(200, "application/json", "{\"observer\":\"agent\",\"connections\":[]}\n"));
    assertThat(endings)
        .isEqualTo(
            new Answer(200, "application/json", "{\"observer\":\"agent\",\"endings\":[]}\n"));
  }

  @Test
  void saysWhatCanBeObserved() {
    shown.hooks.add(new HookStatus("jdk", "17.0.15", HookStatus.Status.MATCHED, ""));
    shown.hooks.add(new HookStatus("jsch", "", HookStatus.Status.REFUSED, "no method \"connect\""));

    assertThat(routes.answer("/api/v1/hooks", null, Caller.STRANGER, NOT_SHARED))
        .isEqualTo(
            new Answer(
                200,
                "application/json",
                "{\"hooks\":[{\"library\":\"jdk\",\"version\":\"17.0.15\",\"status\":\"matched\"},"
                    + "{\"library\":\"jsch\",\"status\":\"refused\","
                    + "\"reason\":\"no method \\\"connect\\\"\"}]}\n"));
  }

  @Test
  void tellsNoStrangerWhyASourceFaresAsItDoes() {
    shown.sources.add(
        new SourceStatus("sshd_config", false, "Match User mallory", Duration.ofMillis(3)));

    Answer toAStranger = routes.answer("/api/v1/sources", null, Caller.STRANGER, NOT_SHARED);
    Answer here = routes.answer("/api/v1/sources", null, Caller.LOCAL, NOT_SHARED);

    assertThat(toAStranger.body())
        .isEqualTo(
            "{\"sources\":[{\"source\":\"sshd_config\",\"up\":false,\"read_seconds\":0.003}]}\n");
    assertThat(here.body()).contains("\"reason\":\"Match User mallory\"");
  }

  @Test
  void ignoresAQuery() {
    assertThat(
            routes
                .answer("/metrics?name[]=ssh_sigpipe_total", null, Caller.STRANGER, NOT_SHARED)
                .status())
        .isEqualTo(200);
  }

  @Test
  void isHealthyFromTheStart() {
    shown.notReady.set("hooks are not in");

    assertThat(routes.answer("/-/healthy", null, Caller.STRANGER, NOT_SHARED).status())
        .isEqualTo(200);
  }

  @Test
  void isReadyOnceNothingStandsInTheWay() {
    shown.notReady.set("hooks are not in");
    Answer before = routes.answer("/-/ready", null, Caller.STRANGER, NOT_SHARED);
    shown.notReady.set(null);
    Answer after = routes.answer("/-/ready", null, Caller.STRANGER, NOT_SHARED);

    assertThat(before.status()).isEqualTo(503);
    assertThat(before.body()).isEqualTo("sshpulse is not ready: hooks are not in\n");
    assertThat(after.status()).isEqualTo(200);
  }

  @Test
  void givesThePageAndWhatABrowserMayRunOfIt() {
    Answer page = routes.answer("/", null, Caller.STRANGER, NOT_SHARED);

    assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(page.body()).startsWith("<!DOCTYPE html>");
    assertThat(page.policy()).isEqualTo(Page.read("0.1.0").policy());
    assertThat(routes.answer("/metrics", null, Caller.STRANGER, NOT_SHARED).policy())
        .startsWith("default-src 'none'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/metrics/", "", "*", "//metrics", "/../etc/passwd"})
  void saysWhereToGoFromAnywhereElse(String target) {
    Answer answer = routes.answer(target, null, Caller.STRANGER, NOT_SHARED);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("/metrics");
  }
}
