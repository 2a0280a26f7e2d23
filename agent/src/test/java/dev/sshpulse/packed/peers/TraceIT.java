package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.probe.ServerForPeers;
import dev.sshpulse.probe.libraries.InSpan;
import dev.sshpulse.probe.libraries.LibraryHost;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the spans of a connection hang, and what they keep to themselves. */
class TraceIT {
  private static final Path OPENTELEMETRY =
      Path.of(System.getProperty("opentelemetry.jar", "target/opentelemetry-javaagent.jar"));
  private static final String COMMAND = "echo hello";

  @TempDir static Path directory;
  private static MinaHost server;
  private static Keys keys;

  /** Who brings OpenTelemetry into the application. */
  enum Tracing {
    OWN_SDK,
    AGENT_BEFORE_US,
    AGENT_AFTER_US;

    HostJvm.Builder with(HostJvm.Builder builder) {
      return switch (this) {
        case OWN_SDK -> builder.agent();
        case AGENT_BEFORE_US -> attached(builder).agent();
        case AGENT_AFTER_US -> attached(builder.agent());
      };
    }

    private static HostJvm.Builder attached(HostJvm.Builder builder) {
      return builder.option("-javaagent:" + OPENTELEMETRY.toAbsolutePath());
    }

    String argument() {
      return this == OWN_SDK ? "sdk" : "agent";
    }
  }

  @BeforeAll
  static void startServer() throws Exception {
    keys = Keys.in(directory);
    server = MinaHost.unwatched(Jdk.all().get(0), keys.knownToJava());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  static Stream<Arguments> tracings() {
    return Jdk.all().stream()
        .flatMap(jdk -> Stream.of(Tracing.values()).map(tracing -> Arguments.of(jdk, tracing)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("tracings")
  void joinsTheTraceOfTheApplication(Jdk jdk, Tracing tracing) throws Exception {
    server.order("set auth-methods password");
    List<JavaLibrary> libraries =
        List.of(
            JavaLibrary.JSCH_2_28_8,
            JavaLibrary.SSHJ_0_40_0,
            JavaLibrary.MINA_2_20_0,
            JavaLibrary.GANYMED_262);
    try (Spans spans = new Spans();
        Dialogue host = inSpan(tracing.with(spans.to(HostJvm.on(jdk))), tracing, libraries)) {
      List<String[]> parents =
          Stream.generate(host::hear).limit(libraries.size()).map(line -> line.split(" ")).toList();

      List<Span> told = spans.takeRaw(libraries.size());

      assertThat(parents).allMatch(parent -> parent[2].equals("0"));
      for (String[] parent : parents) {
        assertThat(told)
            .as("of %s, among %s", parent[0], told)
            .filteredOn(span -> isOf(parent, span))
            .satisfies(TraceIT::isWhole);
        assertThat(told)
            .filteredOn(span -> isOf(parent, span) && span.getName().equals("ssh connect"))
            .extracting(span -> hex(span.getParentSpanId()))
            .containsExactly(parent[1]);
      }
      assertThat(told)
          .filteredOn(span -> span.getName().equals("ssh close"))
          .hasSize(libraries.size())
          .allMatch(span -> span.getParentSpanId().isEmpty())
          .noneMatch(span -> parents.stream().anyMatch(parent -> isOf(parent, span)));
      assertThat(host.jvm().scrape().sum("sshpulse_errors_total")).isZero();
    }
  }

  /** In one trace: who connected, logged in, and ran something. */
  private static void isWhole(List<? extends Span> spans) {
    List<? extends Span> ours =
        spans.stream().filter(span -> span.getName().startsWith("ssh ")).toList();
    assertThat(ours)
        .extracting(Span::getName)
        .containsExactlyInAnyOrder("ssh connect", "ssh auth", "ssh session");
    ByteString connect =
        ours.stream()
            .filter(span -> span.getName().equals("ssh connect"))
            .map(Span::getSpanId)
            .findFirst()
            .orElseThrow();
    assertThat(ours)
        .filteredOn(span -> !span.getName().equals("ssh connect"))
        .allMatch(span -> span.getParentSpanId().equals(connect));
  }

  @ParameterizedTest
  @EnumSource(Secrecy.class)
  void keepsSecretsAndSaysNamesAndCommandsOnlyWhenAsked(Secrecy secrecy) throws Exception {
    List<JavaLibrary> libraries = newest();
    try (Spans spans = new Spans();
        Dialogue host = new Dialogue(secrecy.in(spans), LibraryHost.class)) {
      for (JavaLibrary library : libraries) {
        play(host, library, "password", ServerForPeers.PASSWORD);
        play(host, library, "publickey", keys.known().toString());
      }

      List<Span> told = spans.takeRaw(2 * libraries.size());

      String everything = spans.everything();
      assertThat(everything.contains("user.name")).isEqualTo(secrecy.shows);
      assertThat(everything.contains(COMMAND)).isEqualTo(secrecy.shows);
      assertThat(everything).doesNotContain(ServerForPeers.PASSWORD, publicKey());
      assertThat(told)
          .filteredOn(span -> span.getName().equals("ssh connect"))
          .allMatch(TraceIT::isRoot);
    }
  }

  private static void play(Dialogue host, JavaLibrary library, String method, String credential) {
    server.order("set auth-methods " + method);
    host.say(line(library, method, credential));
    assertThat(host.hear()).isEqualTo("out hello");
    assertThat(host.hear()).isEqualTo("done 0");
  }

  /** What the user has asked for. */
  enum Secrecy {
    AS_IT_COMES(false),
    SWITCHED_ON(true, "spans.users=true", "spans.commands=true");

    private final boolean shows;
    private final String[] arguments;

    Secrecy(boolean shows, String... arguments) {
      this.shows = shows;
      this.arguments = arguments;
    }

    private HostJvm.Builder in(Spans spans) {
      return spans.to(HostJvm.on(Jdk.all().get(0)).agent(arguments));
    }
  }

  /** A part of it that no other key has, as it would be on the wire. */
  private static String publicKey() throws Exception {
    String base64 = Files.readString(Path.of(keys.known() + ".pub")).split(" ")[1].strip();
    byte[] bytes = Base64.getDecoder().decode(base64);
    return new String(bytes, bytes.length - 16, 16, StandardCharsets.ISO_8859_1);
  }

  private static boolean isRoot(Span span) {
    return span.getParentSpanId().isEmpty();
  }

  private static boolean isOf(String[] parent, Span span) {
    return hex(span.getTraceId()).equals(parent[0]);
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static List<JavaLibrary> newest() {
    return List.of(
        JavaLibrary.JSCH_2_28_8,
        JavaLibrary.SSHJ_0_40_0,
        JavaLibrary.MINA_2_20_0,
        JavaLibrary.GANYMED_262);
  }

  private static Dialogue inSpan(
      HostJvm.Builder builder, Tracing tracing, List<JavaLibrary> libraries) {
    Stream<String> lines =
        libraries.stream().map(library -> line(library, "password", ServerForPeers.PASSWORD));
    return new Dialogue(
        builder
            .environment("OTEL_METRICS_EXPORTER", "none")
            .environment("OTEL_LOGS_EXPORTER", "none")
            .classPath(System.getProperty("java.class.path")),
        InSpan.class,
        Stream.concat(Stream.of(tracing.argument()), lines).toArray(String[]::new));
  }

  private static String line(JavaLibrary library, String method, String credential) {
    return String.join(
        "\t",
        library.folder().toString(),
        library.probe,
        "exec",
        "" + server.port(),
        ServerForPeers.USER,
        method,
        credential,
        COMMAND);
  }
}
