package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Scrape;
import dev.sshpulse.probe.ServerForPeers;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM with an SSH server and the agent, which peers of any make connect to. */
final class MinaHost implements AutoCloseable {
  private static final String HOST_KEY = "host key ";
  private static final String PORT = "port ";

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final HostJvm jvm;
  private final String hostKey;
  private final int port;

  /** Starts it; its spans go there. */
  MinaHost(Jdk jdk, Path knownKey, Spans spans) {
    jvm =
        HostJvm.on(jdk)
            .agent()
            .environment("OTEL_EXPORTER_OTLP_ENDPOINT", spans.endpoint())
            .environment("OTEL_BSP_SCHEDULE_DELAY", "20")
            .classPath(System.getProperty("java.class.path"))
            .onLine(lines::add)
            .start(ServerForPeers.class, knownKey.toString());
    hostKey = await(HOST_KEY);
    port = Integer.parseInt(await(PORT));
  }

  /** The rest of its next line, which must begin like this. */
  private String await(String beginning) {
    try {
      String line = lines.poll(HostJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(line).as(jvm::err).startsWith(beginning);
      return line.substring(beginning.length());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  int port() {
    return port;
  }

  String hostKey() {
    return hostKey;
  }

  /** Has an order of {@link ServerForPeers} done, and returns when it is. */
  void order(String order) {
    jvm.type(order);
    assertThat(await("done ")).isEqualTo(order);
  }

  Scrape scrape() {
    return jvm.scrape();
  }

  /** Its last endings, the newest first, as JSON. */
  String endings() {
    return jvm.fetch("/api/v1/endings");
  }

  @Override
  public void close() {
    jvm.close();
  }
}
