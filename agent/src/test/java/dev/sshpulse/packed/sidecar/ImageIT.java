package dev.sshpulse.packed.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Namespace;
import dev.sshpulse.packed.Namespaces;
import dev.sshpulse.packed.OpenSsh;
import dev.sshpulse.stack.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of {@code deploy/image}, really built, and run as a restricted pod runs it. */
class ImageIT {
  private static final String ADDRESS = "10.1.0.2";
  private static final int PORT = 2222;
  private static final String NOBODY = "65532";

  private static Namespaces namespaces;
  private static Namespace pod;
  private static GoServer server;
  private static BuiltImage image;

  @TempDir Path directory;
  private Path volume;

  @BeforeAll
  static void build() {
    namespaces = Namespaces.create("image");
    pod = namespaces.neighbour("pod");
    server = new GoServer(pod, ADDRESS, PORT);
    image = new BuiltImage();
  }

  @AfterAll
  static void close() {
    if (image != null) {
      image.close();
    }
    if (server != null) {
      server.close();
    }
    if (namespaces != null) {
      namespaces.close();
    }
  }

  @BeforeEach
  void makeVolume() throws IOException {
    volume = Files.createDirectory(directory.resolve("volume"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void seesAConnectionAsNobodyWithAReadOnlyRootAsTheManifestStartsIt() throws Exception {
    OpenSsh keys = new OpenSsh(pod, ADDRESS, directory);

    try (Sidecar sidecar = sidecar();
        Session session = session(keys)) {
      sidecar.assertActive("server", 1);
      assertMayNothing(sidecar.jvm().pid());
      assertThat(down(sidecar)).containsExactly("sshpulse_source_up{source=\"process_names\"}");
      for (String path : List.of("/-/healthy", "/-/ready", "/metrics")) {
        namespaces.router().run("curl", "-sS", "--fail", "http://" + ADDRESS + ":9923" + path);
      }
      session.signal("USR1");
      sidecar.assertActive("server", 0);
    }
  }

  /** The sources that it cannot read: whose a connection is, is told to the same user alone. */
  private static List<String> down(Sidecar sidecar) {
    return sidecar.scrape().series().entrySet().stream()
        .filter(
            series -> series.getKey().startsWith("sshpulse_source_up") && series.getValue() != 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Sidecar sidecar() {
    Node manifest = initContainer("sidecar/sidecar.yaml", "sshpulse");
    HostJvm.Builder container = container(manifest).on(pod);
    manifest
        .at("env")
        .list()
        .forEach(
            variable ->
                container.environment(variable.at("name").text(), variable.at("value").text()));
    return Sidecar.of(container.launch()).awaitStart();
  }

  private HostJvm.Builder container(Node manifest) {
    HostJvm.Builder container = image.container(volume);
    manifest.at("args").list().forEach(argument -> container.option(argument.text()));
    return container;
  }

  /** An init container that a component of {@code deploy/kubernetes} adds. */
  private static Node initContainer(String patch, String name) {
    return Node.of(Path.of("../deploy/kubernetes/components").resolve(patch))
        .at("spec")
        .at("template")
        .at("spec")
        .at("initContainers")
        .where("name", name);
  }

  private static Session session(OpenSsh keys) {
    return new Session(
            pod, GoServer.logInAnd(Session.COMMAND, keys.key(), OpenSsh.USER, ADDRESS, PORT))
        .awaitLogin();
  }

  /** What the kernel says that it is: nobody, with no right, and with files that nobody writes. */
  private static void assertMayNothing(long pid) throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
    assertThat(status)
        .contains(
            "Uid:\t" + String.join("\t", NOBODY, NOBODY, NOBODY, NOBODY),
            "Gid:\t" + String.join("\t", NOBODY, NOBODY, NOBODY, NOBODY),
            "CapEff:\t0000000000000000",
            "CapPrm:\t0000000000000000",
            "NoNewPrivs:\t1");
    assertThat(Files.readAllLines(Path.of("/proc/" + pid + "/mounts")))
        .filteredOn(mount -> mount.split(" ")[1].equals("/"))
        .isNotEmpty()
        .allSatisfy(mount -> assertThat(mount.split(" ")[3]).startsWith("ro"));
  }

  @Test
  void copiesTheAgentIntoAVolumeAsTheManifestStartsIt() {
    Node manifest = initContainer("agent/agent.yaml", "copy-sshpulse");

    try (HostJvm copy = container(manifest).launch()) {
      assertThat(copy.exitCode()).as(copy::err).isZero();
      assertThat(copy.out().strip()).isEqualTo("sshpulse: copied to /sshpulse/sshpulse.jar");
      assertThat(copy.err()).isEmpty();
      assertThat(volume.resolve("sshpulse.jar")).hasSameBinaryContentAs(HostJvm.JAR);
    }
  }

  @Test
  void isLabelledWithTheVersionOfTheJarInIt() {
    try (HostJvm version = image.container(volume).option("--version").launch()) {
      assertThat(version.exitCode()).as(version::err).isZero();
      assertThat(version.out().strip())
          .isEqualTo("sshpulse " + image.labels().get("org.opencontainers.image.version"));
    }
  }

  @Test
  void saysWhatItIs() {
    assertThat(image.config().at("User").text()).isEqualTo(NOBODY + ":" + NOBODY);
    assertThat(image.config().at("Cmd").value()).isEqualTo(List.of("sidecar"));
    assertThat(image.labels().keySet())
        .extracting(label -> label.toString().replace("org.opencontainers.image.", ""))
        .contains("title", "description", "version", "revision", "created", "source", "url")
        .contains("documentation", "licenses", "vendor", "authors", "base.name");
    assertThat(image.labels().values()).noneMatch(value -> value.toString().isBlank());
    assertThat(image.labels().get("org.opencontainers.image.revision")).isEqualTo("0".repeat(40));
    assertThat(image.labels().get("org.opencontainers.image.base.name"))
        .isEqualTo("gcr.io/distroless/java17-debian13:nonroot");
  }

  /** JNA tries one after the other; on x86-64, where this runs, the last is its own. */
  @Test
  void bringsTheNativeLibraryOfEveryPlatformOfTheJar() throws IOException {
    Path jar = HostJvm.JAR.resolveSibling("sshpulse/inst/com/sun/jna");

    List<String> platforms;
    try (Stream<Path> folders = Files.list(jar)) {
      platforms =
          folders
              .map(Path::getFileName)
              .map(Path::toString)
              .filter(name -> name.startsWith("linux-"))
              .sorted()
              .toList();
    }
    assertThat(platforms).isNotEmpty();
    assertThat(image.config().at("Entrypoint").list().stream().map(Node::text))
        .contains(
            "-Djna.boot.library.path=/opt/sshpulse/" + String.join(":/opt/sshpulse/", platforms));
    assertThat(platforms)
        .map(platform -> platform + "/libjnidispatch.so")
        .allSatisfy(
            library ->
                assertThat(image.file("/opt/sshpulse/" + library))
                    .hasSameBinaryContentAs(jar.resolve(library)));
  }

  @Test
  void isTheSameWhenItIsBuiltAgain() {
    String again = image.build();

    assertThat(again).isEqualTo(image.id());
  }

  @Test
  void hadolintFindsNothing() {
    Path hadolint = Path.of("target/image/python/bin/hadolint");
    assumeTrue(
        Files.isExecutable(hadolint),
        "missing: agent/" + hadolint + " (agent/src/test/image/provide installs it)");

    String found =
        Namespace.execute("", List.of(hadolint.toString(), BuiltImage.DOCKERFILE.toString()));

    assertThat(found).isEmpty();
  }
}
