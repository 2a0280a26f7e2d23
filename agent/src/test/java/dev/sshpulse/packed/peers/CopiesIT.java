package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Scrape;
import dev.sshpulse.probe.ServerForPeers;
import dev.sshpulse.probe.libraries.AtOnce;
import dev.sshpulse.probe.libraries.LibraryHost;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which copies of SSH libraries are heard, and that the others are told of by the wire alone. */
class CopiesIT {
  private static final String CONNECTIONS = "ssh_connections_total{side=\"client\"}";
  private static final String ACTIVE = "ssh_active_connections{side=\"client\"}";

  @TempDir static Path directory;
  private static MinaHost server;
  private static Spans spans;

  @BeforeAll
  static void startServers() throws Exception {
    spans = new Spans();
    server = MinaHost.unwatched(Jdk.all().get(0), Keys.in(directory).knownToJava());
    server.order("set auth-methods password");
  }

  @AfterAll
  static void stopServers() {
    server.close();
    spans.close();
    spans.assertNoneIsLeft();
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void tellsTwoLibrariesApartThatAreAtWorkAtOnce(Jdk jdk) {
    String mina = line(JavaLibrary.MINA_2_20_0, "wait");
    String jsch = line(JavaLibrary.JSCH_2_28_8, "wait");
    try (Dialogue host =
        new Dialogue(spans.to(HostJvm.on(jdk).agent()), AtOnce.class, mina, jsch)) {
      assertThat(List.of(host.hear(), host.hear())).containsOnly("out ready");
      assertThat(host.jvm().scrape().value(ACTIVE)).isEqualTo(2);

      server.order("release");

      assertThat(Stream.generate(host::hear).limit(4))
          .containsExactlyInAnyOrder("out released", "out released", "done 0", "done 0");
      assertThat(spans.take(2).stream().filter(span -> span.startsWith("ssh connect ")))
          .satisfiesExactlyInAnyOrder(
              span -> assertThat(span).contains(library("mina-sshd", "2.20.0")),
              span -> assertThat(span).contains(library("jsch", "2.28.8")));
      assertThat(hooks(host))
          .contains("mina-sshd 2.20.0 matched ", "jsch 2.28.8 matched ")
          .hasSize(2);
      assertThat(host.jvm().scrape().value("ssh_connect_attempts_total")).isEqualTo(2);
      assertNothingFailed(host);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void recognisesACopyOnTheWireThatWasMovedToAnotherPackage(Jdk jdk) throws Exception {
    Path shaded = shaded(directory.resolve("shaded-" + jdk.release()));
    try (Dialogue host = new Dialogue(spans.to(HostJvm.on(jdk).agent()), LibraryHost.class)) {
      host.say(line(shaded, "Shaded", "echo hello"));

      assertThat(List.of(host.hear(), host.hear())).containsExactly("out hello", "done 0");
      assertToldByTheWireAlone(host);
      assertThat(hooks(host)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void leavesALibraryAloneThatIsSwitchedOff(Jdk jdk) {
    HostJvm.Builder builder = HostJvm.on(jdk).agent("hooks.mina-sshd.enabled=false");
    try (Dialogue host = new Dialogue(spans.to(builder), LibraryHost.class)) {
      host.say(line(JavaLibrary.MINA_2_20_0, "echo hello"));

      assertThat(List.of(host.hear(), host.hear())).containsExactly("out hello", "done 0");
      assertToldByTheWireAlone(host);
      assertThat(hooks(host))
          .containsExactly("mina-sshd 2.20.0 disabled switched off by hooks.mina-sshd.enabled");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void leavesAReleaseAloneThatItDoesNotKnowYet(Jdk jdk) {
    Path milestone = Path.of("target/libraries/mina-sshd-3.0.0-M5").toAbsolutePath();
    try (Dialogue host = new Dialogue(spans.to(HostJvm.on(jdk).agent()), LibraryHost.class)) {
      host.say(line(milestone, "MinaSshd", "echo hello"));

      assertThat(List.of(host.hear(), host.hear())).containsExactly("out hello", "done 0");
      assertToldByTheWireAlone(host);
      assertThat(hooks(host))
          .containsExactly("mina-sshd 3.0.0-M5 refused not yet: only 2.x has hooks");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void hearsALibraryThatWasLoadedBeforeTheAgent(Jdk jdk) throws Exception {
    try (Dialogue host = new Dialogue(spans.to(HostJvm.on(jdk)), LibraryHost.class)) {
      host.say(line(JavaLibrary.MINA_2_20_0, "echo before"));
      assertThat(List.of(host.hear(), host.hear())).containsExactly("out before", "done 0");

      VirtualMachine machine = VirtualMachine.attach("" + host.jvm().pid());
      machine.loadAgent(HostJvm.JAR.toAbsolutePath().toString(), "http.listen=127.0.0.1:0");
      machine.detach();
      host.say(line(JavaLibrary.MINA_2_20_0, "echo after"));

      assertThat(List.of(host.hear(), host.hear())).containsExactly("out after", "done 0");
      assertThat(spans.take(1)).anyMatch(span -> span.contains(library("mina-sshd", "2.20.0")));
      assertThat(hooks(host)).containsExactly("mina-sshd 2.20.0 matched ");
      assertNothingFailed(host);
    }
  }

  private static void assertToldByTheWireAlone(Dialogue host) {
    List<String> told = spans.take(1);
    assertThat(told).hasSize(2).allMatch(span -> !span.contains("mina-sshd"));
    assertThat(told.get(1))
        .startsWith("ssh connect CLIENT root UNSET ")
        .contains("ssh.library=unknown");
    Scrape scrape = host.jvm().scrape();
    assertThat(scrape.value(CONNECTIONS)).isEqualTo(1);
    assertThat(scrape.value(ACTIVE)).isZero();
    assertThat(scrape.value("ssh_connection_endings_total{side=\"client\"}")).isEqualTo(1);
    assertThat(scrape.value("ssh_connect_attempts_total")).isZero();
    assertThat(scrape.sum("ssh_auth_attempts_total")).isZero();
    assertNothingFailed(host);
  }

  private static void assertNothingFailed(Dialogue host) {
    assertThat(host.jvm().scrape().sum("sshpulse_errors_total")).isZero();
  }

  /** Of SSH libraries: {@code <library> <version> <status> <reason>}. */
  private static List<String> hooks(Dialogue host) {
    return Hooked.of(host.jvm()).stream().filter(line -> !line.startsWith("jdk ")).toList();
  }

  private static String library(String name, String version) {
    return "ssh.library.version=" + version + ", ssh.library=" + name + ",";
  }

  private static String line(JavaLibrary library, String command) {
    return line(library.folder(), library.probe, command);
  }

  private static String line(Path folder, String probe, String command) {
    return String.join(
        "\t",
        folder.toString(),
        probe,
        "exec",
        "" + server.port(),
        ServerForPeers.USER,
        "password",
        ServerForPeers.PASSWORD,
        command);
  }

  /** A folder with MINA SSHD under another name, and what uses it. */
  private static Path shaded(Path folder) throws IOException {
    String probe = "dev/sshpulse/probe/libraries/";
    var relocation =
        new Relocation(
            Map.of("org/apache/sshd", "shaded/sshd", probe + "MinaSshd", probe + "Shaded"));
    Set<String> done = Relocation.none();
    Files.createDirectory(folder);
    try (var out = new JarOutputStream(Files.newOutputStream(folder.resolve("application.jar")))) {
      for (File jar : JavaLibrary.MINA_2_20_0.folder().toFile().listFiles()) {
        try (JarFile from = new JarFile(jar)) {
          relocation.copy(from, out, done);
        }
      }
      String path = probe + "MinaSshd.class";
      try (InputStream in = Files.newInputStream(Path.of("target/test-classes").resolve(path))) {
        relocation.add(path, in, out);
      }
    }
    return folder;
  }
}
