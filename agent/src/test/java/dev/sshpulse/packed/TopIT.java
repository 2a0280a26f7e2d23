package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.WirePairs;
import dev.sshpulse.stack.Node;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code top} as its user sees it, in a terminal; the screens are kept in target/top. */
class TopIT {
  private static final Jdk JDK = Jdk.all().get(0);

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void showsWhatLivesAndWhatKilledTheOthers(Jdk jdk) {
    try (HostJvm host = HostJvm.on(JDK).agent().start(WirePairs.class, "3");
        Tmux terminal = new Tmux(100, 30, top(jdk, "--interval", "1s", host.url()))) {
      List<String> alive =
          terminal.awaitScreen("6 (3 client, 3 server)", "6 of 6 connections would not notice");
      assertThat(rows(alive)).hasSize(6).allMatch(row -> row.endsWith("no keepalive"));
      assertThat(alive.get(0))
          .contains("sshpulse top", "agent ", host.url().replace("/metrics", ""));
      assertThat(terminal.coloured()).contains("\u001b[33m");
      terminal.keep("live-" + jdk.release());

      host.type("break").awaitOutput("broken pipes 3");
      terminal.awaitScreen("1 broken_pipe", "the peer's turn");
      List<String> dead = terminal.press("e").awaitScreen("AGO", "broken_pipe  ");
      assertThat(rows(dead)).hasSize(2).anyMatch(row -> row.matches(".*broken_pipe +peer"));
      terminal.press("/").press("pipe", "Enter").awaitScreen("1 of 2", "Why the peer closed");
      terminal.keep("endings-" + jdk.release());

      quit(terminal);
    }
  }

  @Test
  void sortsFiltersAndPauses() {
    try (HostJvm host = HostJvm.on(JDK).agent().start(WirePairs.class, "2");
        Tmux terminal = new Tmux(100, 30, top(JDK, "--interval", "1s", host.url()))) {
      terminal.awaitScreen("4 (2 client, 2 server)");

      terminal.press("p").awaitScreen("by peer");
      assertThat(peers(terminal)).hasSize(4).isSorted();
      terminal.press("r").awaitScreen("by peer reversed");
      assertThat(peers(terminal)).hasSize(4).isSortedAccordingTo((a, b) -> b.compareTo(a));

      terminal.press("/").awaitScreen("/_");
      terminal.press("CLI").awaitScreen("/CLI_", "2 of 4");
      assertThat(rows(terminal.screen())).hasSize(2).allMatch(row -> row.startsWith("client"));
      terminal.keep("filter");
      terminal.press("Enter").awaitScreen("filter: CLI");
      terminal.press("Escape").awaitNo("filter: CLI");

      terminal.press("Space").awaitScreen("PAUSED");
      host.type("break").awaitOutput("broken pipes 3");
      await()
          .atMost(HostJvm.PATIENCE)
          .until(() -> host.scrape().sum("ssh_connection_endings_total") == 2);
      terminal.press("Down").awaitScreen("live 2/4");
      assertThat(String.join("\n", terminal.screen())).contains("PAUSED", "Ended     0, 0 failed");
      terminal.press("Space").awaitScreen("Ended     2, 1 failed");

      terminal.press("?").awaitScreen("write blocked", "SILENT", "Ctrl-C");
      terminal.keep("help");
      terminal.press("Escape").awaitScreen("4 (2 client, 2 server)");
      quit(terminal);
    }
  }

  @Test
  void fitsTheTerminalWhateverItsSize() {
    try (HostJvm host = HostJvm.on(JDK).agent().start(WirePairs.class, "2");
        Tmux terminal = new Tmux(80, 24, top(JDK, host.url()))) {
      List<String> usual =
          terminal.awaitScreen("4 of 4 connections would not notice", "STATE", "AGE");
      assertThat(usual).hasSizeLessThanOrEqualTo(24);
      assertThat(rows(usual)).hasSize(4).allMatch(row -> row.endsWith("no keepalive"));
      terminal.keep("80x24");

      terminal.resize(60, 20);
      await()
          .atMost(HostJvm.PATIENCE)
          .untilAsserted(
              () -> {
                List<String> narrow = terminal.screen();
                assertThat(rows(narrow)).hasSize(4).allMatch(row -> row.endsWith("no keepalive"));
                assertThat(String.join("\n", narrow))
                    .contains("SILENT", "STATE", "q quit")
                    .doesNotContain("AGE");
              });
      terminal.keep("60x20");

      terminal.resize(140, 40);
      terminal.awaitScreen("LOCAL", "OUT", "sort: w a s b p r");
      terminal.keep("140x40");
      quit(terminal);
    }
  }

  @Test
  void showsSeveralAgentsOneOfWhichGoesAndComesBack() {
    try (HostJvm one = HostJvm.on(JDK).agent().start(WirePairs.class, "1")) {
      HostJvm other = HostJvm.on(JDK).agent().start(WirePairs.class, "2");
      String url = other.url();
      String port = port(other);
      try (Tmux terminal = new Tmux(100, 30, top(JDK, "--interval", "1s", one.url(), url))) {
        List<String> both = terminal.awaitScreen("2 agents", "6 (3 client, 3 server)", "AGENT");
        assertThat(rows(both)).hasSize(6);
        terminal.keep("two-agents");

        other.close();
        terminal.awaitScreen("gone for", "nobody listens there", "2 (1 client, 1 server)");
        assertThat(rows(terminal.screen())).hasSize(2);
        terminal.keep("one-gone");

        other = HostJvm.on(JDK).agent("http.listen=127.0.0.1" + port).start(WirePairs.class, "3");
        terminal.awaitScreen("8 (4 client, 4 server)");
        terminal.awaitNo("gone for");
        quit(terminal);
      } finally {
        other.close();
      }
    }
  }

  @Test
  void findsAnAgentThatComesWhileItRuns() {
    try (HostJvm first = HostJvm.on(JDK).agent().start(WirePairs.class, "1");
        HostJvm top =
            HostJvm.startedBy(command(JDK, "--json", "--interval", "1s"))
                .launch()
                .awaitOutput(port(first))) {

      try (HostJvm other = HostJvm.on(JDK).agent().start(WirePairs.class, "1")) {
        top.awaitOutput(port(other));
      }
    }
  }

  private static String port(HostJvm host) {
    return host.url().replaceAll(".*(:\\d+)/.*", "$1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C-c", "kill"})
  void givesTheTerminalBackHoweverItEnds(String end) {
    try (HostJvm host = HostJvm.on(JDK).agent().start(WirePairs.class, "1");
        Tmux terminal = new Tmux(100, 30, top(JDK, host.url()))) {
      terminal.awaitScreen("2 (1 client, 1 server)");
      assertThat(terminal.showsTheCursor()).isFalse();
      assertThat(terminal.showsAnotherScreen()).isTrue();

      if (end.equals("kill")) {
        terminal.program().destroy();
      } else {
        terminal.press(end);
      }

      assertGivenBack(terminal, end.equals("kill") ? 143 : 0);
    }
  }

  @Test
  void drawsNoColourWhereNobodyWantsIt() {
    try (HostJvm host = HostJvm.on(JDK).agent().start(WirePairs.class, "1");
        Tmux terminal = new Tmux(100, 30, "NO_COLOR=1 " + top(JDK, host.url()))) {
      terminal.awaitScreen("no keepalive");

      assertThat(terminal.coloured()).contains("7m").doesNotContain("[31m", "[32m", "[33m");
      quit(terminal);
    }
  }

  @Test
  void printsOneScreenAndEndsWhereThereIsNoTerminal() throws Exception {
    try (HostJvm host = HostJvm.on(JDK).agent().start(WirePairs.class, "40")) {
      host.awaitOutput("open 40");

      HostJvm top = HostJvm.startedBy(command(JDK, host.url())).launch();

      assertThat(top.exitCode()).isZero();
      assertThat(top.out()).contains("80 (40 client, 40 server)").doesNotContain("\u001b");
      assertThat(rows(top.out().lines().toList())).hasSize(80);
    }
  }

  @Test
  void writesALineOfJsonForEachAgentAndRefreshUntilNobodyReads() throws Exception {
    try (HostJvm host = HostJvm.on(JDK).agent().start(WirePairs.class, "1")) {
      host.awaitOutput("open 1");
      Process top =
          new ProcessBuilder(command(JDK, "--json", "--interval", "1s", host.url())).start();
      BufferedReader lines = top.inputReader();

      for (int i = 0; i < 2; i++) {
        Node line = Node.of("line", lines.readLine());
        assertThat(line.at("observing").text()).isEqualTo("true");
        assertThat(line.at("totals").at("active_connections").text()).isEqualTo("2");
        assertThat(line.at("connections").list()).hasSize(2);
      }

      lines.close();
      assertThat(top.waitFor(HostJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(top.exitValue()).isZero();
    }
  }

  private static void quit(Tmux terminal) {
    terminal.press("q");
    assertGivenBack(terminal, 0);
  }

  private static void assertGivenBack(Tmux terminal, int exit) {
    String screen = String.join(" ", terminal.awaitScreen(Tmux.OVER + exit, "icanon"));
    assertThat(screen).contains(" icanon", " echo ", "susp = ^Z").doesNotContain("-icanon");
    assertThat(terminal.showsTheCursor()).isTrue();
    assertThat(terminal.showsAnotherScreen()).isFalse();
  }

  private static String top(Jdk jdk, String... arguments) {
    return "env -u SSHPULSE_HTTP_LISTEN " + String.join(" ", command(jdk, arguments));
  }

  private static List<String> command(Jdk jdk, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(jdk.java(), "-jar", HostJvm.JAR.toAbsolutePath().toString(), "top"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Of the table. */
  private static List<String> rows(List<String> screen) {
    return screen.stream()
        .map(String::stripTrailing)
        .filter(line -> line.matches(" *(\\d+s )?(:\\d+ +)?(client|server) +127\\.0\\.0\\.1:.*"))
        .toList();
  }

  private static List<String> peers(Tmux terminal) {
    return rows(terminal.screen()).stream().map(row -> row.split(" +")[1]).toList();
  }
}
