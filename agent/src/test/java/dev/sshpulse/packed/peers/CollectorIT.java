package dev.sshpulse.packed.peers;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Scrape;
import dev.sshpulse.probe.libraries.LibraryHost;
import dev.sshpulse.stack.Running;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fleet's Collectors keep of the spans of a real agent, and what they let go. */
class CollectorIT {
  private static final int HEALTHY = 20;
  private static final int FAILED = 3;
  private static final int SPANS_EACH = 4;
  private static final String CLOSES = "ssh_connection_endings_total{side=\"client\"}";
  private static final String SENT = "sshpulse_spans_exported_total";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config.yaml",
        "layer1.yaml resolver-static.yaml",
        "layer1.yaml resolver-dns.yaml",
        "layer1.yaml resolver-kubernetes.yaml",
        "layer2.yaml",
        "../compose/collector.yaml"
      })
  void understandsEveryConfiguration(String configurations) throws IOException {
    Map<String, String> cluster = Map.of("KUBECONFIG", cluster().toString());

    Running.Outcome outcome = Collector.validate(cluster, configurations.split(" "));

    assertThat(outcome).isEqualTo(new Running.Outcome(0, ""));
  }

  /** The one resolver that wants to know of a cluster before it looks at anything else. */
  private Path cluster() throws IOException {
    return Files.writeString(
        directory.resolve("kubeconfig"),
        """
        clusters: [{name: none, cluster: {server: "http://127.0.0.1:9"}}]
        contexts: [{name: none, context: {cluster: none}}]
        current-context: none
        """);
  }

  @Test
  void saysThatLayerOneHasToKnowLayerTwo() {
    Running.Outcome outcome = Collector.validate(Map.of(), "layer1.yaml");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.said()).contains("no resolvers specified");
  }

  @Test
  void keepsWholeWhatFailedAndFewOfTheHealthy() throws Exception {
    try (Spans backendA = new Spans();
        Spans backendB = new Spans();
        Collector a = layer2(backendA, "a");
        Collector b = layer2(backendB, "b");
        Collector layer1 = layer1(a, b)) {
      sendFrom(layer1);
      layer1.end();
      a.end();
      b.end();

      List<Span> atA = backendA.takeRaw(0);
      List<Span> atB = backendB.takeRaw(0);

      List<Span> kept = Stream.concat(atA.stream(), atB.stream()).toList();
      assertThat(traces(atA)).as("a trace is not torn").doesNotContainAnyElementsOf(traces(atB));
      assertThatWhatFailedIsThere(kept);
      assertThat(traces(kept).size() - traces(failed(kept)).size())
          .as("healthy traces, of %s", 2 * HEALTHY)
          .isLessThan(HEALTHY);
    }
  }

  private Collector layer2(Spans backend, String name) {
    Map<String, String> settings = Map.of("BACKEND", backend.endpoint(), "DECISION_WAIT", "30s");
    return Collector.start(directory.resolve("layer2" + name), settings, "layer2.yaml");
  }

  private Collector layer1(Collector a, Collector b) {
    return Collector.start(
        directory.resolve("layer1"),
        Map.of("LAYER2_A", a.address(), "LAYER2_B", b.address()),
        "layer1.yaml",
        "resolver-static.yaml");
  }

  private void sendFrom(Collector layer1) throws Exception {
    Jdk jdk = Jdk.all().get(0);
    HostJvm.Builder agent =
        HostJvm.on(jdk)
            .agent()
            .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://" + layer1.address())
            .environment("OTEL_BSP_SCHEDULE_DELAY", "20");
    try (MinaHost server = MinaHost.unwatched(jdk, Keys.in(directory).knownToJava());
        Dialogue client = new Dialogue(agent, LibraryHost.class)) {
      server.order("set auth-methods password");
      for (int i = 0; i < HEALTHY; i++) {
        say(client, server.port(), "echo hello");
        assertThat(client.hear()).isEqualTo("out hello");
        assertThat(client.hear()).isEqualTo("done 0");
      }
      for (int i = 0; i < FAILED; i++) {
        failOnTheWay(client, server);
      }
      awaitAllSent(client);
    }
  }

  private static void failOnTheWay(Dialogue client, MinaHost server) throws IOException {
    try (SwallowingPath path = new SwallowingPath(server.port())) {
      say(client, path.port(), "wait");
      assertThat(client.hear()).isEqualTo("out ready");
      path.reset();
      assertThat(client.hear()).startsWith("done lost");
    }
  }

  private static void say(Dialogue client, int port, String command) {
    JavaLibrary library = JavaLibrary.MINA_2_20_0;
    client.say(
        String.join(
            "\t",
            library.folder().toString(),
            library.probe,
            "exec",
            "" + port,
            "user",
            "password",
            "secret",
            command));
  }

  private static void awaitAllSent(Dialogue client) {
    int connections = HEALTHY + FAILED;
    Awaitility.await()
        .atMost(HostJvm.PATIENCE)
        .untilAsserted(
            () -> {
              Scrape scrape = client.jvm().scrape();
              assertThat(scrape.value(CLOSES)).isEqualTo(connections);
              assertThat(scrape.value(SENT)).isEqualTo(SPANS_EACH * connections);
            });
  }

  /** Both traces of each: the end, and the connect with the session that it cut short. */
  private static void assertThatWhatFailedIsThere(List<Span> kept) {
    assertThat(failed(kept))
        .extracting(Span::getName)
        .filteredOn("ssh close"::equals)
        .hasSize(FAILED);
    assertThat(failed(kept))
        .filteredOn(span -> span.getName().equals("ssh close"))
        .allSatisfy(close -> assertThatConnectIsWhole(kept, close.getLinks(0).getTraceId()));
  }

  private static void assertThatConnectIsWhole(List<Span> kept, ByteString trace) {
    assertThat(kept)
        .filteredOn(span -> span.getTraceId().equals(trace))
        .extracting(Span::getName)
        .containsExactlyInAnyOrder("ssh connect", "ssh auth", "ssh session");
  }

  private static List<Span> failed(List<Span> spans) {
    Set<ByteString> failed =
        spans.stream()
            .filter(span -> span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR)
            .map(Span::getTraceId)
            .collect(toSet());
    return spans.stream().filter(span -> failed.contains(span.getTraceId())).toList();
  }

  private static Set<ByteString> traces(List<Span> spans) {
    return spans.stream().map(Span::getTraceId).collect(toSet());
  }
}
