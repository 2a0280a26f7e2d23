package dev.sshpulse.packed.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Namespace;
import dev.sshpulse.packed.Namespaces;
import dev.sshpulse.packed.OpenSsh;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sidecar with no right at all: it needs none, and says what it cannot have. */
class RestrictedPodIT {
  private static final String ADDRESS = "10.1.0.2";
  private static final int PORT = 2222;

  @TempDir Path directory;

  private Namespaces namespaces;
  private Namespace pod;
  private OpenSsh keys;
  private GoServer server;

  @BeforeEach
  void serve() {
    namespaces = Namespaces.create("pod");
    pod = namespaces.neighbour("pod");
    keys = new OpenSsh(pod, ADDRESS, directory);
    server = new GoServer(pod, ADDRESS, PORT);
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
    namespaces.close();
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void asksTheKernelWithADirectoryToUnpackItsLibraryTo(Jdk jdk) throws Exception {
    try (Sidecar sidecar = start(jdk, "/tmp", HostJvm.JAR)) {
      assertNothingIsAmiss(sidecar);
      assertFollowsAConnection(sidecar, "connection_reset peer");
    }
  }

  @Test
  void asksTheKernelWhereItsLibraryLiesBesideTheJar() throws Exception {
    Path library = RestrictedPod.nativeLibrary(directory);

    try (Sidecar sidecar = start(Jdk.all().get(0), "", HostJvm.JAR, library)) {
      assertNothingIsAmiss(sidecar);
      assertFollowsAConnection(sidecar, "connection_reset peer");
    }
  }

  @Test
  void readsTheTableOfSocketsAndSaysWhyWhereItsLibraryCannotBeHad() throws Exception {
    try (Sidecar sidecar = start(Jdk.all().get(0), "", HostJvm.JAR)) {
      assertThat(up(sidecar, "sock_diag")).isZero();
      assertThat(up(sidecar, "proc")).isOne();
      assertThat(sidecar.jvm().err())
          .contains("not sock_diag: no native library: put libjnidispatch.so into /mnt");
      assertFollowsAConnection(sidecar, "closed unknown");
      assertThat(sidecar.jvm().err().lines()).hasSize(1);
    }
  }

  private Sidecar start(Jdk jdk, String writable, Path... image) {
    return RestrictedPod.start(jdk, pod, "" + PORT, writable, List.of(image)).awaitStart();
  }

  private static void assertNothingIsAmiss(Sidecar sidecar) {
    assertThat(up(sidecar, "sock_diag")).isOne();
    assertThat(up(sidecar, "host_counters")).isOne();
    assertThat(sidecar.jvm().err().lines()).hasSize(1);
  }

  /** One that lives, and is reset by its client. */
  private void assertFollowsAConnection(Sidecar sidecar, String ending) {
    try (Session session = session()) {
      sidecar.assertActive("server", 1);
      session.signal("USR1");
      sidecar.assertActive("server", 0);
    }
    await().atMost(HostJvm.PATIENCE).until(() -> sidecar.endings().size() == 2);
    List<String> told =
        sidecar.endings().stream()
            .filter(end -> end.side().equals("server"))
            .map(end -> end.cause() + " " + end.initiator())
            .toList();
    assertThat(told).containsExactly(ending);
    assertThat(sidecar.scrape().sum("sshpulse_errors_total")).isZero();
  }

  private Session session() {
    return new Session(
            pod, GoServer.logInAnd(Session.COMMAND, keys.key(), OpenSsh.USER, ADDRESS, PORT))
        .awaitLogin();
  }

  private static double up(Sidecar sidecar, String source) {
    return sidecar.scrape().value("sshpulse_source_up{source=\"" + source + "\"}");
  }
}
