package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.BrokenPipes;
import dev.sshpulse.probe.ParentAndChild;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A taken port gives way to the next free one of ten, and never stops the application. */
class PortsIT {
  private static final int TRIED = 10;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void takesTheNextPortWhenTheFirstIsTaken(Jdk jdk) throws IOException {
    List<ServerSocket> taken = consecutive(TRIED);
    int free = taken.get(2).getLocalPort();
    taken.remove(2).close();

    try (HostJvm host = start(jdk, free - 2)) {
      assertThat(URI.create(host.url()).getPort()).isEqualTo(free);
      assertThat(host.scrape().value("sshpulse_up")).isEqualTo(1);
    } finally {
      close(taken);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void goesWithoutWhenAllTenAreTaken(Jdk jdk) throws IOException {
    List<ServerSocket> taken = consecutive(TRIED);
    int first = taken.get(0).getLocalPort();

    try (HostJvm host = start(jdk, first)) {
      String ports = "ports " + first + " to " + (first + TRIED - 1);
      host.awaitError("http off (cannot listen on 127.0.0.1, " + ports + ": ");
      assertThat(host.awaitOutput("failed 1").endInput().exitCode()).isZero();
      assertThat(host.err().lines()).hasSize(1);
    } finally {
      close(taken);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void doesNotQuarrelWithAChildThatInheritsIt(Jdk jdk) throws IOException {
    List<ServerSocket> reserved = consecutive(TRIED);
    close(reserved);
    String listen = "http.listen=127.0.0.1:" + reserved.get(0).getLocalPort();

    try (HostJvm host =
        HostJvm.on(jdk)
            .environment(
                "JAVA_TOOL_OPTIONS", "-javaagent:" + HostJvm.JAR.toAbsolutePath() + "=" + listen)
            .start(ParentAndChild.class)) {
      await().atMost(HostJvm.PATIENCE).until(() -> urls(host).size() == 2);

      assertThat(urls(host))
          .allSatisfy(url -> assertThat(HostJvm.get(url)).contains("sshpulse_up 1"));
    }
  }

  private static Set<String> urls(HostJvm host) {
    return Pattern.compile("http://[^ ]+/metrics")
        .matcher(host.err())
        .results()
        .map(result -> result.group())
        .collect(Collectors.toSet());
  }

  private static HostJvm start(Jdk jdk, int port) {
    return HostJvm.on(jdk).agent("http.listen=127.0.0.1:" + port).start(BrokenPipes.class, "1");
  }

  /** Ports in a row, all taken by this process. */
  private static List<ServerSocket> consecutive(int count) throws IOException {
    while (true) {
      List<ServerSocket> taken = new ArrayList<>();
      try {
        taken.add(listen(0));
        while (taken.size() < count) {
          taken.add(listen(taken.get(0).getLocalPort() + taken.size()));
        }
        return taken;
      } catch (IOException | IllegalArgumentException e) {
        close(taken); // somebody else has one of them: try elsewhere
      }
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
  }

  private static void close(List<ServerSocket> sockets) throws IOException {
    for (ServerSocket socket : sockets) {
      socket.close();
    }
  }
}
