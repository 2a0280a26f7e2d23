package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.BrokenPipes;
import dev.sshpulse.probe.FirstFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the agent does, and does not, on threads that are not its own. */
class QuietPremainIT {

  /** What an application may want to configure in its main, and what reads its wishes but once. */
  private static final List<String> APPLICATIONS_CHOICE =
      List.of(
          "java.util.logging.LogManager",
          "java.util.logging.Logger",
          "java.lang.System$LoggerFinder",
          "java.lang.management.ManagementFactory",
          "javax.management.MBeanServerFactory",
          "java.nio.file.FileSystems$DefaultFileSystemHolder",
          "java.nio.channels.spi.SelectorProvider$Holder",
          "java.net.InetAddress",
          "java.net.NetworkInterface",
          "java.net.Socket",
          "sun.nio.ch.Net",
          "sun.nio.ch.SocketDispatcher",
          "sun.nio.ch.NioSocketImpl");

  /** All that the main thread needs: the agent itself, and ASM. */
  private static final List<String> LIGHT =
      List.of(
          "dev.sshpulse.agent.",
          "dev.sshpulse.config.",
          "dev.sshpulse.connections.",
          "dev.sshpulse.conversations.",
          "dev.sshpulse.handover.",
          "dev.sshpulse.hooks.",
          "dev.sshpulse.model.",
          "dev.sshpulse.runtime.",
          "dev.sshpulse.weave.",
          "java.lang.SshpulseBridge",
          "org.objectweb.asm.");

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void initialisesNothingThatTheApplicationMayConfigure(Jdk jdk) throws IOException {
    LoadedClasses classes = classesOf(jdk, BrokenPipes.class, "1");

    assertThat(classes.before(BrokenPipes.class).initialised())
        .contains("dev.sshpulse.runtime.Agent")
        .doesNotContainAnyElementsOf(APPLICATIONS_CHOICE)
        .noneMatch(name -> name.startsWith("java.util.logging."))
        .noneMatch(name -> name.contains(".management."));
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void loadsNoLibraryOnTheMainThread(Jdk jdk) throws IOException {
    LoadedClasses classes = classesOf(jdk, BrokenPipes.class, "1");

    List<String> byMain = classes.by(classes.mainThread(BrokenPipes.class)).ours();
    assertThat(byMain)
        .contains("dev.sshpulse.runtime.Agent")
        .filteredOn(name -> !mayBeLoadedOnMain(name))
        .isEmpty();
    assertThat(classes.ours()).anyMatch(name -> name.startsWith("dev.sshpulse.netty"));
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void loadsNothingOnAnApplicationsThreadWhenItsSocketsFail(Jdk jdk) throws IOException {
    Path log = directory.resolve("classes");

    Set<Long> applications;
    try (HostJvm host =
        HostJvm.on(jdk)
            .option(LoadedClasses.logTo(log))
            .agent("http.listen=off")
            .start(FirstFailures.class)) {
      host.awaitOutput("failed");
      applications = threadsOfTheApplication(host);
      assertThat(host.endInput().exitCode()).isZero();
    }

    LoadedClasses since = LoadedClasses.read(log).since(FirstFailures.class);
    assertThat(since.ours()).as("our threads load much").isNotEmpty();
    assertThat(applications).hasSizeGreaterThan(FirstFailures.THREADS);
    for (long thread : applications) {
      assertThat(since.by(thread).ours()).isEmpty();
    }
  }

  /** Those that are alive and do not carry our name; native ids, as in the JVM's log. */
  private static Set<Long> threadsOfTheApplication(HostJvm host) throws IOException {
    Set<Long> threads = new HashSet<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/" + host.pid() + "/task"))) {
      for (Path thread : all.toList()) {
        Path name = thread.resolve("comm");
        if (Files.exists(name) && !Files.readString(name).startsWith("sshpulse")) {
          threads.add(Long.valueOf(thread.getFileName().toString()));
        }
      }
    }
    return threads;
  }

  private static boolean mayBeLoadedOnMain(String name) {
    return LIGHT.stream().anyMatch(name::startsWith);
  }

  /** The log of a program that runs until the exporter has answered. */
  private LoadedClasses classesOf(Jdk jdk, Class<?> program, String argument) throws IOException {
    Path log = directory.resolve("classes");
    try (HostJvm host =
        HostJvm.on(jdk).option(LoadedClasses.logTo(log)).agent().start(program, argument)) {
      host.scrape();
      assertThat(host.endInput().exitCode()).isZero();
    }
    return LoadedClasses.read(log);
  }
}
