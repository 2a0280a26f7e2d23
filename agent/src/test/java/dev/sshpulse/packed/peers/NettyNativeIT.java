package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Scrape;
import dev.sshpulse.probe.NativeFailures;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An application on Netty's native transports, which the JDK's sockets know nothing of. */
class NettyNativeIT {
  private static final Path LIBRARIES = Path.of("target/libraries").toAbsolutePath();

  @ParameterizedTest(name = "{0}: {1} of {2}")
  @MethodSource("transports")
  void countsEachCallThatFailedOnceAndNoOther(Jdk jdk, String transport, String version) {
    try (HostJvm host = fail(HostJvm.on(jdk).agent(), transport, version)) {
      Scrape scrape = host.scrape();
      assertThat(scrape.errors("other", "connect", "connection_refused")).isEqualTo(1);
      assertThat(scrape.errors("other", "read", "connection_reset")).isEqualTo(1);
      assertThat(scrape.errors("other", "write", "broken_pipe")).isEqualTo(1);
      assertThat(scrape.sum("socket_io_errors_total")).isEqualTo(3);
      assertThat(scrape.sum("sshpulse_errors_total")).isZero();
      assertThat(hooks(host)).containsExactly("netty " + version + " matched ");
    }
  }

  @ParameterizedTest(name = "{0}: {1} of {2}")
  @MethodSource("transports")
  void countsNoneWhenSwitchedOff(Jdk jdk, String transport, String version) {
    HostJvm.Builder builder = HostJvm.on(jdk).agent("hooks.netty.enabled=false");
    try (HostJvm host = fail(builder, transport, version)) {
      assertThat(host.scrape().sum("socket_io_errors_total")).isZero();
      assertThat(hooks(host))
          .containsExactly("netty " + version + " disabled switched off by hooks.netty.enabled");
    }
  }

  private static HostJvm fail(HostJvm.Builder builder, String transport, String version) {
    return builder
        .classPath(folder(version) + File.separator + "*")
        .start(NativeFailures.class, transport)
        .awaitOutput("failed");
  }

  private static List<String> hooks(HostJvm host) {
    return Hooked.of(host).stream().filter(line -> !line.startsWith("jdk ")).toList();
  }

  static Stream<Arguments> transports() throws Exception {
    Stream<Arguments> epoll =
        Stream.of("4.1.128.Final", "4.2.9.Final").flatMap(version -> onAll("epoll", version));
    return uringIsThere("4.2.9.Final")
        ? Stream.concat(epoll, onAll("uring", "4.2.9.Final"))
        : epoll;
  }

  private static Stream<Arguments> onAll(String transport, String version) {
    return Jdk.all().stream().map(jdk -> Arguments.of(jdk, transport, version));
  }

  /** Containers often forbid it, and kernels have a switch. */
  private static boolean uringIsThere(String version) throws Exception {
    File[] jars = folder(version).toFile().listFiles();
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = jars[i].toURI().toURL();
    }
    try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass("io.netty.channel.uring.IoUring");
      return (boolean) type.getMethod("isAvailable").invoke(null);
    }
  }

  private static Path folder(String version) {
    return LIBRARIES.resolve("netty-" + version);
  }
}
