package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.sshpulse.cli.jvms.Door;
import dev.sshpulse.cli.jvms.Jvms;
import dev.sshpulse.probe.BridgeWatch;
import dev.sshpulse.probe.BrokenPipes;
import dev.sshpulse.probe.MinaServer;
import dev.sshpulse.probe.VanishingProperty;
import dev.sshpulse.probe.WirePairs;
import dev.sshpulse.stack.Node;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Into a JVM that runs and out of it again, by the commands of the jar. */
class AttachIT {
  private static final String ANY_PORT = "http.listen=127.0.0.1:0";

  /** That of {@code probe} is "password". */
  private static final String USERS =
      "basic_auth_users:\n  probe: $2y$05$kuYWs.1TWYwK5pYNzPP4Bel4U8o5HHoxSHjKPQbFWmrO8yy7SfOQK\n";

  private static final int TIMES = 10;
  private static final int WARM = 3;

  /**
   * The JVM itself keeps a little for classes that are transformed again and again: a tenth or two
   * of a megabyte each time. One agent that is left behind would be 7 MB.
   */
  private static final int OF_THE_JVM_KILOBYTES = 4096;

  private static final Pattern USED =
      Pattern.compile("Both:.* ([0-9.]+) KB \\([^)]*\\) used.* blocks with ([0-9.]+) KB");

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void hurtsNobodyAndLeavesNothingHoweverOften(Jdk jdk) throws Exception {
    try (HostJvm host = server(jdk);
        Clients clients = Clients.of(OpenSshIT.port(host), directory)) {
      Left warm = null;
      for (int time = 1; time <= TIMES; time++) {
        attachAndDetach(host, clients);
        warm = time == WARM ? left(host) : warm;
      }

      Left last = left(host);

      assertThat(last.classes()).isEmpty();
      assertThat(last.loaders()).isZero();
      assertThat(last.threads()).isEmpty();
      assertThat(last.descriptors()).isLessThanOrEqualTo(warm.descriptors() + 2);
      assertThat(last.metaspaceKilobytes())
          .isLessThan(warm.metaspaceKilobytes() + OF_THE_JVM_KILOBYTES);
      assertThat(command("VM.system_properties", host)).doesNotContain("dev.sshpulse.url");
      clients.assertUnhurt();
    }
  }

  /** In between, connections that were there are found, and those that come are counted. */
  private static void attachAndDetach(HostJvm host, Clients clients) throws Exception {
    Door door = new Door(host.pid(), HostJvm.JAR.toFile());
    door.enter(ANY_PORT);
    String url = new Jvms().one(String.valueOf(host.pid())).url();
    await().until(() -> found(url) >= Clients.THAT_STAY);
    clients.newcomer();
    await().until(() -> sum(url, "ssh_connections_total{side=\"server\"}") > Clients.THAT_STAY);

    int port = URI.create(url).getPort();
    assertThat(listeners(port)).contains("pid=" + host.pid() + ",");

    assertThat(door.leave()).isNull();

    assertThat(listeners(port)).doesNotContain("pid=" + host.pid() + ",");
  }

  /** Those whose beginning nobody saw, with whose library is known. */
  private static long found(String url) {
    return Node.of("connections", HostJvm.get(url + "/api/v1/connections"))
        .at("connections")
        .list()
        .stream()
        .filter(one -> one.has("seen") && one.at("library").text().equals("mina-sshd"))
        .count();
  }

  private static double sum(String url, String prefix) {
    return HostJvm.get(url + "/metrics")
        .lines()
        .filter(line -> line.startsWith(prefix))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Another process may have the port by now. */
  private static String listeners(int port) {
    return Namespace.execute("", List.of("ss", "-Hltnp", "sport = :" + port));
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void givesClassesTheirOwnBytecodeBack(Jdk jdk) throws Exception {
    try (HostJvm host =
        HostJvm.on(jdk)
            .agent()
            .option("--add-opens=java.base/java.lang=ALL-UNNAMED")
            .start(BridgeWatch.class)) {
      host.type("before").awaitOutput("before: taken.");
      host.url();

      Command detached = detach(HostJvm.JAR, host);

      assertThat(detached.exitCode()).as(detached.said()).isZero();
      host.type("after").awaitOutput("after: free, heard 0.");
      Command attached = attach(HostJvm.JAR, host, ANY_PORT);
      assertThat(attached.exitCode()).as(attached.said()).isZero();
      host.type("again").awaitOutput("again: taken.");
      assertThat(host.endInput().exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void isToldWherePropertiesComeAndGo(Jdk jdk) throws Exception {
    try (HostJvm host = HostJvm.on(jdk).start(VanishingProperty.class)) {
      host.awaitOutput("ready.");
      Door door = new Door(host.pid(), HostJvm.JAR.toFile());

      assertThat(door.enter(ANY_PORT)).contains("http://127.0.0.1:");
      assertThat(new Jvms().one(String.valueOf(host.pid())).url()).startsWith("http://127.0.0.1:");
      assertThat(door.leave()).isNull();
    }
  }

  @Test
  void undoesWhatItHasBegunWhereItCannotStart() throws Exception {
    Path broken = Files.copy(HostJvm.JAR, directory.resolve("broken.jar"));
    try (FileSystem entries = FileSystems.newFileSystem(broken)) {
      Files.delete(entries.getPath("inst/dev/sshpulse/runtime/OwnSockets.class"));
    }
    try (HostJvm host =
        HostJvm.on(Jdk.all().get(0))
            .option("--add-opens=java.base/java.lang=ALL-UNNAMED")
            .start(BridgeWatch.class)) {
      host.awaitOutput("ready.");

      Command failed = attach(broken, host, ANY_PORT);

      assertThat(failed.exitCode()).isEqualTo(7);
      assertThat(failed.said()).contains("NoClassDefFoundError: dev/sshpulse/runtime/OwnSockets");
      host.type("after").awaitOutput("after: free, heard 0.");
      assertThat(left(host).threads()).isEmpty();
      assertThat(attach(HostJvm.JAR, host, ANY_PORT).exitCode()).isZero();
      host.type("again").awaitOutput("again: taken.");
    }
  }

  /** With passwords, a page that is open, spans that wait, and a recording. */
  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void endsAllThatItMayHaveBegun(Jdk jdk) throws Exception {
    Path users = Files.writeString(directory.resolve("users.yml"), USERS);
    try (Receiver spans = new Receiver();
        HostJvm host =
            HostJvm.on(jdk)
                .option("-XX:SoftRefLRUPolicyMSPerMB=0", "-XX:StartFlightRecording")
                .environment("OTEL_EXPORTER_OTLP_ENDPOINT", spans.endpoint())
                .environment("OTEL_BSP_SCHEDULE_DELAY", "3600000")
                .start(WirePairs.class, "0")) {
      host.awaitOutput("open 0");
      Door door = new Door(host.pid(), HostJvm.JAR.toFile());
      door.enter(ANY_PORT + ",http.web-config=" + users);
      InputStream page = page(new Jvms().one(String.valueOf(host.pid())).url());
      // The latter is there for seconds, and less than it may take to start a tool that shows it.
      assertThat(shortThreadNames(host))
          .contains("sshpulse-web")
          .anyMatch(name -> name.matches("sshpuls(e-passwo|\\.\\.swords)"));
      host.type("break").awaitOutput("broken pipes 3");
      awaitText(page, "broken_pipe");
      assertThat(spans.received).isEmpty();

      assertThat(door.leave()).isNull();

      assertThat(page.readAllBytes()).isNotNull();
      assertThat(spans.received).anyMatch(body -> body.contains("ssh close"));
      Left left = left(host);
      assertThat(left.threads()).isEmpty();
      assertThat(left.classes()).isEmpty();
    }
  }

  /** The stream that a browser's page hears, up to its first event. */
  private static InputStream page(String url) throws IOException {
    URLConnection connection = URI.create(url + "/api/v1/events").toURL().openConnection();
    String user = Base64.getEncoder().encodeToString("probe:password".getBytes());
    connection.setRequestProperty("Authorization", "Basic " + user);
    connection.setReadTimeout((int) HostJvm.PATIENCE.toMillis());
    return connection.getInputStream();
  }

  private static void awaitText(InputStream in, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int next = in.read();
      assertThat(next).as(read.toString()).isNotNegative();
      read.append((char) next);
    }
  }

  /** Whom spans are sent to. */
  private static final class Receiver implements AutoCloseable {
    final List<String> received = new CopyOnWriteArrayList<>();
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    Receiver() throws IOException {
      server.createContext(
          "/v1/traces",
          exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(new String(body, StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
    }

    String endpoint() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void anotherJarTakesOverWhereTheFirstIsGone(Jdk jdk) throws Exception {
    Path first = Files.copy(HostJvm.JAR, directory.resolve("first.jar"));
    Path second = Files.copy(HostJvm.JAR, directory.resolve("the second, 100%.jar"));
    try (HostJvm host = HostJvm.on(jdk).start(BrokenPipes.class, "3")) {
      host.awaitOutput("failed 3");
      assertThat(attach(first, host, ANY_PORT).exitCode()).isZero();
      assertThat(detach(first, host).exitCode()).isZero();
      Files.delete(first);

      Command attached = attach(second, host, ANY_PORT);

      assertThat(attached.said()).contains("attached to " + host.pid(), "hooks: jdk");
      host.type("").awaitOutput("failed 6");
      String url = new Jvms().one(String.valueOf(host.pid())).url();
      await().until(() -> sum(url, "socket_io_errors_total") == 3);
    }
  }

  @Test
  void saysWhatItFindsAndChangesNothingTwice() throws Exception {
    try (HostJvm host = HostJvm.on(Jdk.all().get(0)).start(BrokenPipes.class, "3")) {
      host.awaitOutput("failed 3");

      Command notIn = detach(HostJvm.JAR, host);
      Command off = attach(HostJvm.JAR, host, "enabled=false");
      Command wrong = attach(HostJvm.JAR, host, "http.lisen=1");
      Command in = attach(HostJvm.JAR, host, ANY_PORT);
      Command again = attach(HostJvm.JAR, host, "log.endings=on");
      Command list = Command.run(HostJvm.JAR, "list");
      Command out = detach(HostJvm.JAR, host);
      Command outAgain = detach(HostJvm.JAR, host);

      assertThat(notIn).isEqualTo(new Command(0, "sshpulse is not in " + name(host) + "\n"));
      assertThat(off.exitCode()).isEqualTo(7);
      assertThat(off.said()).contains("it is switched off: enabled=false");
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.said()).contains("did you mean http.listen");
      assertThat(in.exitCode()).isZero();
      assertThat(again.exitCode()).isZero();
      assertThat(again.said()).contains("already, http://127.0.0.1:", "were not applied");
      assertThat(list.said()).containsPattern(host.pid() + " .* http://127\\.0\\.0\\.1:[0-9]+ ");
      assertThat(out).isEqualTo(new Command(0, "detached from " + name(host) + "\n"));
      assertThat(outAgain).isEqualTo(notIn);
      assertThat(host.err().lines()).hasSize(1);
    }
  }

  @Test
  void severalThatComeAndGoAtOnceDoNotHarm() throws Exception {
    try (HostJvm host = HostJvm.on(Jdk.all().get(0)).start(BrokenPipes.class, "3")) {
      host.awaitOutput("failed 3");
      ExecutorService pool = Executors.newFixedThreadPool(4);
      List<Future<?>> commands = new ArrayList<>();

      for (int i = 0; i < 24; i++) {
        boolean in = i % 2 == 0;
        commands.add(pool.submit(() -> comeOrGo(host, in)));
      }
      for (Future<?> command : commands) {
        command.get();
      }
      pool.shutdown();

      new Door(host.pid(), HostJvm.JAR.toFile()).leave();
      Left left = left(host);
      assertThat(left.threads()).isEmpty();
      assertThat(left.classes()).isEmpty();
      assertThat(attach(HostJvm.JAR, host, ANY_PORT).exitCode()).isZero();
      host.type("").awaitOutput("failed 6");
    }
  }

  /** Others may have been quicker: then it says so. */
  private static Void comeOrGo(HostJvm host, boolean in) throws Exception {
    Door door = new Door(host.pid(), HostJvm.JAR.toFile());
    try {
      if (in) {
        door.enter(ANY_PORT);
      } else {
        assertThat(door.leave()).isIn(null, "it is not attached");
      }
    } catch (dev.sshpulse.cli.jvms.JvmFailure e) {
      assertThat(e.getMessage())
          .containsAnyOf("it is attached already", "somebody has detached it meanwhile");
    }
    return null;
  }

  @Test
  void refusesTheJvmOfAnotherUserAndSaysWhoMay() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "missing: root, to be another user");
    assumeTrue(new File("/usr/bin/setpriv").canExecute(), "missing: setpriv (Debian: util-linux)");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path jar = Files.copy(HostJvm.JAR, directory.resolve("sshpulse.jar"));
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
    List<String> nobody =
        List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    try (HostJvm host = HostJvm.on(Jdk.all().get(0)).start(BrokenPipes.class, "3")) {
      host.awaitOutput("failed 3");
      String pid = String.valueOf(host.pid());

      Command attach = Command.run(nobody, jar, "attach", pid);
      Command doctor = Command.run(nobody, jar, "doctor", pid);
      Command list = Command.run(nobody, jar, "list");

      assertThat(attach.exitCode()).isEqualTo(5);
      assertThat(attach.said())
          .contains("it runs as root (0:0), this command as nobody (65534:65534)", "sudo -u '#0'");
      assertThat(doctor.exitCode()).isEqualTo(5);
      assertThat(doctor.said()).containsPattern("user +stops us +it runs as root");
      assertThat(list.said()).containsPattern(pid + " +root +\\? +- +\\? ");
      host.type("").awaitOutput("failed 6");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void explainsAJvmThatLetsNobodyIn(Jdk jdk) throws Exception {
    assertThat(refusal(jdk, "-XX:+DisableAttachMechanism"))
        .contains("it was started with -XX:+DisableAttachMechanism; start it without");
    assertThat(refusal(jdk, "-XX:-EnableDynamicAgentLoading"))
        .contains("it was started with -XX:-EnableDynamicAgentLoading; start it without");
  }

  /** What attach and doctor say of it, which is the same. */
  private static String refusal(Jdk jdk, String option) throws Exception {
    try (HostJvm host = HostJvm.on(jdk).option(option).start(BrokenPipes.class, "3")) {
      host.awaitOutput("failed 3");

      Command attach = attach(HostJvm.JAR, host, ANY_PORT);
      Command doctor = Command.run(HostJvm.JAR, "doctor", String.valueOf(host.pid()));

      assertThat(attach.exitCode()).as(attach.said()).isEqualTo(6);
      assertThat(doctor.exitCode()).isEqualTo(6);
      assertThat(doctor.said()).contains("stops us");
      host.type("").awaitOutput("failed 6");
      assertThat(host.out()).doesNotContain("Full thread dump");
      return attach.said();
    }
  }

  @Test
  void tellsThatThereIsNoneOrThatThereAreSeveral() throws Exception {
    try (HostJvm one = HostJvm.on(Jdk.all().get(0)).start(BrokenPipes.class, "3");
        HostJvm two = HostJvm.on(Jdk.all().get(0)).start(BrokenPipes.class, "3")) {
      one.awaitOutput("failed 3");
      two.awaitOutput("failed 3");

      Command several = Command.run(HostJvm.JAR, "attach", "probe\\.Broken.ipes 3");
      Command none = Command.run(HostJvm.JAR, "detach", "no-such-program");

      assertThat(several.exitCode()).isEqualTo(4);
      assertThat(several.said()).contains(one.pid() + "  dev.", two.pid() + "  dev.");
      assertThat(none.exitCode()).isEqualTo(3);
    }
  }

  private static HostJvm server(Jdk jdk) {
    return HostJvm.on(jdk)
        // What the JDK holds softly is then garbage at the next collection.
        .option("-XX:SoftRefLRUPolicyMSPerMB=0")
        .classPath(System.getProperty("java.class.path"))
        .start(MinaServer.class);
  }

  private static Command attach(Path jar, HostJvm host, String... settings) throws Exception {
    List<String> words = new ArrayList<>(List.of("attach", String.valueOf(host.pid())));
    words.addAll(List.of(settings));
    return Command.run(jar, words.toArray(String[]::new));
  }

  private static Command detach(Path jar, HostJvm host) throws Exception {
    return Command.run(jar, "detach", String.valueOf(host.pid()));
  }

  private static String name(HostJvm host) {
    return host.pid() + " " + BrokenPipes.class.getName();
  }

  /**
   * What can be seen of us from outside.
   *
   * @param classes of the isolated loader that have instances
   */
  private record Left(
      List<String> classes,
      long loaders,
      List<String> threads,
      int descriptors,
      long metaspaceKilobytes) {}

  private static Left left(HostJvm host) throws Exception {
    await()
        .atMost(HostJvm.PATIENCE)
        .until(() -> command("GC.run", host) != null && isolatedLoaders(host) == 0);
    return new Left(
        command("GC.class_histogram", host)
            .lines()
            .filter(line -> line.contains("dev.sshpulse."))
            .filter(line -> !line.contains("dev.sshpulse.probe"))
            .toList(),
        isolatedLoaders(host),
        threads(host),
        Path.of("/proc/" + host.pid() + "/fd").toFile().list().length,
        metaspace(host));
  }

  private static long isolatedLoaders(HostJvm host) throws Exception {
    return command("VM.classloaders", host)
        .lines()
        .filter(line -> line.contains("IsolatedLoader"))
        .count();
  }

  private static List<String> threads(HostJvm host) throws Exception {
    return command("Thread.print", host)
        .lines()
        .filter(line -> line.startsWith("\"sshpulse"))
        .toList();
  }

  /** As the kernel keeps them: 15 characters, the first or, of newer JDKs, both ends. */
  private static List<String> shortThreadNames(HostJvm host) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/" + host.pid() + "/task"))) {
      for (Path task : tasks) {
        names.add(shortName(task));
      }
    }
    return names;
  }

  private static String shortName(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return "a thread that has ended meanwhile";
    }
  }

  /** Without what is free to be used again. */
  private static long metaspace(HostJvm host) throws Exception {
    String used = command("VM.metaspace", host, "scale=KB");
    Matcher matcher = USED.matcher(used);
    assertThat(matcher.find()).as(used).isTrue();
    return (long) (Double.parseDouble(matcher.group(1)) - Double.parseDouble(matcher.group(2)));
  }

  private static String command(String name, HostJvm host, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of(jcmd(), "" + host.pid(), name));
    command.addAll(List.of(more));
    Command done = Command.run(command);
    assertThat(done.exitCode()).as(done.said()).isZero();
    return done.said();
  }

  private static String jcmd() {
    return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
  }
}
