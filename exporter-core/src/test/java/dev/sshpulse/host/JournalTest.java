package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private final List<String> lines = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private LineSource source;

  @AfterEach
  void close() {
    if (source != null) {
      source.close();
    }
  }

  private static String entry(String message, int cursor) {
    return "{\"__CURSOR\":\"s=%d\",\"MESSAGE\":%s,\"SYSLOG_IDENTIFIER\":\"sshd\",\"_PID\":\"17\"}\n"
        .formatted(cursor, message);
  }

  /** A program that notes how it was called, prints what is in a file, complains, and ends. */
  private List<String> program() throws IOException {
    Path program = directory.resolve("journalctl");
    Files.writeString(
        program,
        """
        cd %s
        case "$*" in
          *--follow*) ;;
          *) cat answer 2> /dev/null; cat hint >&2 2> /dev/null; exit 0 ;;
        esac
        echo "$@" >> calls
        [ -f entries ] && cat entries && rm entries
        echo "no more" >&2
        exit 3
        """
            .formatted(directory));
    return List.of("sh", program.toString());
  }

  private void follow(List<String> program) {
    KeptPosition kept = KeptPosition.in(directory.resolve("state"));
    source = new Journal(program, kept, () -> now.addAndGet(Duration.ofSeconds(1).toNanos()));
  }

  private int heard() {
    while (source.poll(line -> lines.add(new String(line, StandardCharsets.ISO_8859_1)))) {
      assertThat(lines).hasSizeLessThan(1_000_000);
    }
    return lines.size();
  }

  private List<String> calls() throws IOException {
    Path calls = directory.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  @Test
  void goesOnAfterTheLastEntryWhenItsProgramEndsAndAfterARestart() throws Exception {
    Files.writeString(
        directory.resolve("entries"), entry("\"one\"", 1) + entry("null", 2) + entry("\"two\"", 3));
    follow(program());
    await().atMost(PATIENCE).until(() -> heard() == 2 && calls().size() > 1);
    source.close();

    follow(program());
    await().atMost(PATIENCE).until(() -> calls().size() > 2);

    assertThat(lines).containsExactly("sshd[17]: one", "sshd[17]: two");
    assertThat(calls().get(0)).contains("--identifier=sshd-session", "--lines=0");
    assertThat(calls().subList(1, 3)).allMatch(call -> call.contains("--after-cursor=s=3"));
  }

  @Test
  void saysWhyItsProgramEnded() throws Exception {
    follow(program());

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              heard();
              assertThat(source.status().up()).isFalse();
              assertThat(source.status().reason()).contains("ended with 3", "no more");
            });
  }

  @Test
  void isNotUpBeforeAnythingShowsThatItCanBeRead() throws Exception {
    follow(lasting());

    await()
        .atMost(PATIENCE)
        .until(() -> source.status().reason().contains("nothing has come from the journal yet"));
    assertThat(source.status().up()).isFalse();
  }

  @Test
  void isUpWhereThereIsNothingToRead() throws Exception {
    Files.writeString(directory.resolve("answer"), "-- No entries --\n");

    follow(lasting());

    await().atMost(PATIENCE).until(() -> source.status().up());
  }

  @Test
  void saysWhatItMayNotRead() throws Exception {
    Files.writeString(directory.resolve("answer"), "-- No entries --\n");
    Files.writeString(
        directory.resolve("hint"),
        "Hint: You are currently not seeing messages from other users and the system.\n"
            + "      Pass -q to turn off this notice.\n");

    follow(lasting());

    await()
        .atMost(PATIENCE)
        .until(() -> source.status().reason().contains("not seeing messages from other users"));
    assertThat(source.status().up()).isFalse();
    assertThat(source.status().reason()).contains("group systemd-journal");
  }

  @Test
  void isUpOnceAnEntryHasCome() throws Exception {
    Files.writeString(directory.resolve("entries"), entry("\"one\"", 1));

    follow(lasting());

    await().atMost(PATIENCE).until(() -> heard() == 1 && source.status().up());
  }

  /** One that follows until it is ended. */
  private List<String> lasting() throws IOException {
    List<String> program = program();
    Path script = Path.of(program.get(1));
    Files.writeString(script, Files.readString(script).replace("exit 3", "exec tail -f /dev/null"));
    return program;
  }

  @Test
  void saysThatThereIsNoSuchProgram() {
    follow(List.of(directory.resolve("no-such-program").toString()));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(source.status().reason())
                    .contains("no-such-program cannot be run", "sidecar.sshd-log to a file"));
  }

  @Test
  void readsAMessageThatIsNoText() throws Exception {
    JournalEntry entry =
        JournalEntry.of(entry("[73,110,118,255,0,10]", 1).getBytes(StandardCharsets.UTF_8));

    assertThat(new String(entry.line(), StandardCharsets.ISO_8859_1))
        .isEqualTo("sshd[17]: Inv\u00ff\0\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"MESSAGE\":null,\"SYSLOG_IDENTIFIER\":\"sshd\"}",
        "{\"MESSAGE\":[\"a\",\"b\"],\"SYSLOG_IDENTIFIER\":\"sshd\"}",
        "{\"MESSAGE\":\"a\"}",
        "{\"MESSAGE\":\"a\",\"SYSLOG_IDENTIFIER\":\"su\"}",
        "{\"MESSAGE\":\"a\",\"SYSLOG_IDENTIFIER\":\"sshd\",\"_EXE\":\"/usr/bin/logger\"}",
        "{\"MESSAGE\":\"a\",\"SYSLOG_IDENTIFIER\":\"sshd\",\"_EXE\":\"/tmp/a/sshd\"}",
        "{\"MESSAGE\":\"a\",\"SYSLOG_IDENTIFIER\":\"sshd\",\"_EXE\":\"/home/m/sshd (deleted)\"}",
        "{}",
      })
  void ignoresWhatIsNotOfSshd(String entry) throws Exception {
    assertThat(JournalEntry.of(entry.getBytes(StandardCharsets.UTF_8)).line()).isNull();
  }

  @Test
  void knowsSshdAlthoughItsProgramWasReplaced() throws Exception {
    String entry =
        "{\"MESSAGE\":\"a\",\"SYSLOG_IDENTIFIER\":\"sshd-session\",\"SYSLOG_PID\":\"9\","
            + "\"_EXE\":\"/usr/lib/openssh/sshd-session (deleted)\"}";

    assertThat(JournalEntry.of(entry.getBytes(StandardCharsets.UTF_8)).line())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("sshd-session[9]: a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "{\"MESSAGE\":[1,", "{\"MESSAGE\":[99999999999]}", "x", "{]"})
  void saysThatALineIsNoEntry(String line) {
    assertThatThrownBy(() -> JournalEntry.of(line.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void readsPlainLinesFromAStreamUntilItEnds() {
    source = stream("one\n{two\n" + "x".repeat(1 << 20) + "\nthree\nunfinished");

    await().atMost(PATIENCE).until(() -> heard() == 3 && !source.status().up());

    assertThat(lines).containsExactly("one", "{two", "three");
    assertThat(source.passedOver()).isOne();
    assertThat(source.status().reason()).contains("standard input has ended");
  }

  @Test
  void readsEntriesFromAStreamThatBeginsWithOne() {
    source = stream(entry("\"one\"", 1) + "no entry\n" + entry("\"two\"", 2));

    await().atMost(PATIENCE).until(() -> heard() == 2 && !source.status().up());

    assertThat(lines).containsExactly("sshd[17]: one", "sshd[17]: two");
    assertThat(source.passedOver()).isOne();
  }

  @Test
  void readsNoFurtherThanSomebodyTakes() {
    source = stream("line\n".repeat(20_000));

    await().atMost(PATIENCE).until(() -> heard() == 20_000);

    assertThat(source.passedOver()).isZero();
  }

  private static LineSource stream(String text) {
    return LineSource.ofStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
