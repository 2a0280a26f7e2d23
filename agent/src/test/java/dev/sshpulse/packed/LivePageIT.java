package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.probe.DyingPairs;
import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The live page of real agents, in a real Chromium; what it shows is left in target/page. */
@Tag("alone")
class LivePageIT {
  private static final long SOON_MILLIS = 2_000;
  private static final List<String> CAUSES =
      List.of("broken_pipe", "connection_reset", "idle_timeout");

  /** Those that need an agent for its page alone. */
  private static final List<String> SCENARIOS =
      List.of(
          "empty",
          "withoutScript",
          "paused",
          "states",
          "fromTheMiddle",
          "link",
          "background",
          "busy");

  @BeforeAll
  static void makeRoomForPictures() throws IOException {
    Files.createDirectories(Path.of("target/page"));
  }

  @Test
  void showsWhatDiedOfWhatWithinTwoSeconds() throws Exception {
    try (HostJvm host = host(4);
        Browser page = Browser.at("deaths", host)) {
      page.await("ready");
      for (String cause : CAUSES) {
        page.type(cause);
        host.type(cause);
        long died = at(host.awaitOutput("died " + cause).out(), "died " + cause);
        long seen = at(page.await("seen " + cause), "seen " + cause);
        System.out.println(cause + " was on the page after " + (seen - died) + " ms");
        assertThat(seen - died).as(cause).isLessThanOrEqualTo(SOON_MILLIS);
      }
      page.type("enough");

      page.awaitContent();
    }
  }

  @Test
  void scrollsAndFiltersThousandsOfConnectionsSmoothly() throws Exception {
    try (HostJvm host = host(2_500);
        Browser page = Browser.at("crowd", host)) {
      page.awaitContent();
    }
  }

  @Test
  void saysWhatItSaysWithoutConnectionsAddressesOrScript() throws Exception {
    try (HostJvm host = host(0)) {
      for (String scenario : SCENARIOS) {
        try (Browser page = Browser.at(scenario, host)) {
          page.awaitContent();
        }
      }
    }
    try (HostJvm host = host(4);
        Browser page = Browser.at("stranger", host)) {
      page.awaitContent();
    }
  }

  @Test
  void saysSinceWhenTheAgentIsGone() throws Exception {
    try (HostJvm host = host(4);
        Browser page = Browser.at("lost", host)) {
      page.await("ready");

      ProcessHandle.of(host.pid()).orElseThrow().destroyForcibly();

      page.awaitContent();
    }
  }

  private static HostJvm host(int pairs) {
    HostJvm host =
        HostJvm.on(Jdk.all().get(0)).agent().start(DyingPairs.class, String.valueOf(pairs));
    host.awaitOutput("open " + pairs);
    return host;
  }

  private static long at(String said, String what) {
    Matcher matcher = Pattern.compile(Pattern.quote(what) + " at (\\d+)").matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  /** One scenario of {@code src/test/browser/page.mjs}. */
  private record Browser(Process process, List<String> said) implements AutoCloseable {

    static Browser at(String scenario, HostJvm host) throws IOException {
      String node = Tool.path("node", "nodejs");
      String chromium = Tool.path("chromium", "chromium");
      assumeTrue(
          Files.exists(Path.of("target/browser/node_modules")),
          "missing: playwright-core (run agent/src/test/browser/provide)");
      ProcessBuilder builder =
          new ProcessBuilder(
              node, "src/test/browser/page.mjs", scenario, host.url().replace("/metrics", "/"));
      builder.environment().put("CHROMIUM", chromium);
      Process process = builder.redirectErrorStream(true).start();
      List<String> said = new CopyOnWriteArrayList<>();
      Thread reading =
          new Thread(() -> process.inputReader().lines().forEach(said::add), "browser");
      reading.setDaemon(true);
      reading.start();
      return new Browser(process, said);
    }

    void type(String line) throws IOException {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    /** The line that begins so. */
    String await(String beginning) {
      Awaitility.await()
          .atMost(HostJvm.PATIENCE)
          .until(() -> !process.isAlive() || find(beginning) != null);
      assertThat(find(beginning)).as(() -> String.join("\n", said)).isNotNull();
      return find(beginning);
    }

    private String find(String beginning) {
      return said.stream().filter(line -> line.startsWith(beginning)).findFirst().orElse(null);
    }

    /** Waits until it has found all as it must be. */
    void awaitContent() throws InterruptedException {
      await("content");
      assertThat(process.waitFor(HostJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      said.stream()
          .filter(line -> line.startsWith("figure") || line.startsWith("axe"))
          .forEach(System.out::println);
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
