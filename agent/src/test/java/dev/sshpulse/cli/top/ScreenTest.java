package dev.sshpulse.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.cli.agents.Connection;
import dev.sshpulse.cli.agents.Facts;
import dev.sshpulse.cli.agents.Report;
import dev.sshpulse.cli.agents.Scrape;
import dev.sshpulse.cli.agents.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is drawn of given answers, without a terminal. */
class ScreenTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final Target TARGET =
      new Target(URI.create("http://127.0.0.1:9922"), "4711 com.example.Server", "");
  private static final String METRICS =
      """
      sshpulse_build_info{version="4.5.6"} 1
      sshpulse_up 1
      ssh_active_connections{side="client"} 2
      ssh_active_connections{side="server"} 1
      ssh_half_open_connections{side="client"} 1
      """;

  private final View view = new View();

  @Test
  void putsTheWorstOnTop() {
    List<String> lines = draw(100, 30, report(calm("1", 10), dying("2", 45), calm("3", 70)));

    assertThat(lines).hasSize(30);
    assertThat(lines.get(0)).contains("agent 4.5.6", "http://127.0.0.1:9922");
    assertThat(lines.get(1)).startsWith("1 connection is half open");
    assertThat(states(lines))
        .containsExactly("no answer 45s, no keepalive", "protected", "protected");
  }

  @ParameterizedTest
  @CsvSource({"40, 10", "60, 20", "80, 24", "100, 30", "200, 50"})
  void fitsEveryTerminal(int width, int height) {
    List<String> lines = draw(width, height, report(calm("1", 10), dying("2", 45)));

    assertThat(lines).hasSize(height).allMatch(line -> line.length() <= width);
    assertThat(lines).anyMatch(line -> line.contains("no answer 45s"));
  }

  @Test
  void sortsAsAsked() {
    Report report = report(calm("1", 10), calm("2", 70), calm("3", 40));

    press(Key.BY_SILENCE);
    assertThat(ids(draw(100, 30, report))).containsExactly("2", "3", "1");

    press(Key.REVERSE);
    assertThat(ids(draw(100, 30, report))).containsExactly("1", "3", "2");
  }

  @Test
  void filtersWhileTyping() {
    Report report = report(calm("1", 10), dying("2", 45));

    press(Key.FILTER);
    type("ANSWER");
    List<String> typing = draw(100, 30, report);
    assertThat(ids(typing)).containsExactly("2");
    assertThat(typing.get(29)).startsWith("/ANSWER_   1 of 2");

    press(Key.ENTER);
    assertThat(draw(100, 30, report).get(29)).contains("filter: ANSWER");

    press(Key.ESCAPE);
    assertThat(ids(draw(100, 30, report))).hasSize(2);
  }

  @Test
  void standsStillWhilePaused() {
    press(Key.PAUSE, report(calm("1", 10)));

    List<String> paused = draw(100, 30, report(calm("2", 10)));
    assertThat(ids(paused)).containsExactly("1");
    assertThat(paused.get(0)).contains("PAUSED");

    press(Key.PAUSE);
    assertThat(ids(draw(100, 30, report(calm("2", 10))))).containsExactly("2");
  }

  @Test
  void saysThatAnAgentIsGoneAndShowsTheOther() {
    Poll here = Poll.first(report(calm("1", 10)));
    Poll gone =
        Poll.first(here.now()).then(gone(NOW.plusSeconds(5))).then(gone(NOW.plusSeconds(17)));

    List<String> lines = lines(100, 30, List.of(here, gone));

    assertThat(lines).anyMatch(line -> line.contains("gone for 12s: nobody listens"));
    assertThat(ids(lines)).containsExactly("1");
  }

  @Test
  void saysWhyItShowsNoAddresses() {
    List<String> lines = draw(100, 30, report(without("local", without("peer", calm("1", 10)))));

    assertThat(lines).anyMatch(line -> line.contains("addresses are hidden"));
    assertThat(lines).anyMatch(line -> line.contains("(not shown)"));
  }

  @Test
  void formatsOnlyTheRowsThatAreSeen() {
    String[] many =
        IntStream.range(0, 10_000).mapToObj(i -> calm(String.valueOf(i), i)).toArray(String[]::new);
    Report report = report(many);

    press(Key.LAST);
    List<String> lines = draw(100, 30, report);

    assertThat(lines.get(29)).startsWith("live 10000/10000 by worry");
    assertThat(states(lines)).isNotEmpty();
  }

  private void press(Key key, Report... reports) {
    view.press(key, "", List.of(reports).stream().map(Poll::first).toList());
  }

  private void type(String text) {
    text.chars().forEach(c -> view.press(Key.TEXT, Character.toString(c), List.of()));
  }

  private List<String> draw(int width, int height, Report report) {
    return lines(width, height, List.of(Poll.first(report)));
  }

  private List<String> lines(int width, int height, List<Poll> polls) {
    return new Screen(view, width, height)
        .lines(polls).stream().map(line -> line.drawn(width, true).toString()).toList();
  }

  /** The peers' ports are the connections' numbers. */
  private static List<String> ids(List<String> lines) {
    return rows(lines).stream()
        .map(row -> row.replaceAll(".*10\\.0\\.0\\.7:(\\d+).*", "$1"))
        .toList();
  }

  private static List<String> states(List<String> lines) {
    return rows(lines).stream().map(row -> row.replaceAll(".*  ?\\d+ +\\d+ ", "").strip()).toList();
  }

  private static List<String> rows(List<String> lines) {
    return lines.stream()
        .filter(line -> line.matches("( *:9922 +)?client 10\\.0\\.0\\.7.*"))
        .toList();
  }

  private static String calm(String id, int silent) {
    return connection(id, silent, "\"protection\":\"protected\"");
  }

  private static String dying(String id, int seconds) {
    return connection(
        id, seconds, "\"protection\":\"no_keepalive\",\"unanswered_seconds\":" + seconds + ".5");
  }

  private static String connection(String id, int silent, String more) {
    return """
        {"id":"%s","side":"client","opened_at":"2026-11-23T07:00:00Z","silent_seconds":%d,
        "received_bytes":1,"sent_bytes":2,"local":"127.0.0.1:5","peer":"10.0.0.7:%s",%s}"""
        .formatted(id, silent, id, more);
  }

  private static String without(String member, String connection) {
    return connection.replaceFirst("\"" + member + "\":\"[^\"]*\",", "");
  }

  private static Report report(String... connections) {
    return new Report(
        TARGET,
        NOW,
        null,
        "agent",
        null,
        Scrape.parse(METRICS),
        List.of(connections).stream().map(ScreenTest::connection).toList(),
        0,
        List.of(),
        null,
        List.of(),
        List.of());
  }

  private static Report gone(Instant at) {
    return new Report(
        TARGET,
        at,
        "nobody listens",
        "agent",
        null,
        new Scrape(List.of()),
        List.of(),
        0,
        List.of(),
        null,
        List.of(),
        List.of());
  }

  private static Connection connection(String json) {
    try {
      Facts facts = Facts.parse(json);
      return new Connection(
          TARGET, facts, facts.text("peer"), 3600, facts.number("silent_seconds"), 3);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
