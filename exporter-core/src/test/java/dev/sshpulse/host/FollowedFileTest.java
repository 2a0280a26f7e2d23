package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FollowedFileTest {
  @TempDir private Path directory;

  private Path file;
  private Path state;
  private long now;
  private Instant written = Instant.parse("2026-11-23T01:00:00Z");
  private final List<String> lines = new ArrayList<>();
  private FollowedFile log;
  private int count;

  @BeforeEach
  void begin() {
    file = directory.resolve("auth.log");
    state = directory.resolve("state");
  }

  private FollowedFile start() {
    log = new FollowedFile(file, KeptPosition.in(state), () -> now);
    poll();
    return log;
  }

  /** Polls when the next reading is due. */
  private void poll() {
    now += Duration.ofMillis(200).toNanos();
    while (log.poll(line -> lines.add(new String(line, StandardCharsets.UTF_8)))) {
      now += Duration.ofMillis(200).toNanos();
    }
    tickState();
  }

  private void tickState() {
    try {
      if (Files.exists(state)) {
        tick(state);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    tick(file);
  }

  /** Gives it the time of a clock that never stands still, as two seconds in the field are. */
  private void tick(Path path) throws IOException {
    written = written.plusSeconds(1);
    Files.setLastModifiedTime(path, FileTime.from(written));
  }

  private void renameAndCreate() throws IOException {
    shift();
    Files.move(file, directory.resolve("auth.log.1"));
    Files.createFile(file);
    tick(file);
  }

  private void copyAndTruncate() throws IOException {
    shift();
    Files.copy(file, directory.resolve("auth.log.1"));
    tick(directory.resolve("auth.log.1"));
    Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
        .close();
    tick(file);
  }

  private void shift() throws IOException {
    for (int i = 8; i > 0; i--) {
      Path older = directory.resolve("auth.log." + i);
      if (Files.exists(older)) {
        Files.move(
            older, directory.resolve("auth.log." + (i + 1)), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void rotate(String how) throws IOException {
    if (how.equals("rename")) {
      renameAndCreate();
    } else {
      copyAndTruncate();
    }
  }

  /** As a kill does: nothing is closed, nothing is written any more. */
  private void startAgain() {
    log = null;
    start();
  }

  @Test
  void leavesOutWhatWasThereBeforeTheFirstStart() throws Exception {
    write("old\nolder\n");
    start();

    write("new\n");
    poll();

    assertThat(lines).containsExactly("new");
    assertThat(log.status().up()).isTrue();
  }

  @Test
  void leavesOutTheRestOfALineOfWhichItDidNotSeeTheBeginning() throws Exception {
    write("old\nhalf of a ");
    start();

    write("line\nnew\n");
    poll();

    assertThat(lines).containsExactly("new");
  }

  @Test
  void waitsForTheEndOfALine() throws Exception {
    write("");
    start();

    write("Accepted pass");
    poll();
    write("word\r\nx");
    poll();

    assertThat(lines).containsExactly("Accepted password\r");
  }

  @Test
  void readsFromItsBeginningAFileThatAppearsLater() throws Exception {
    start();
    assertThat(log.status().up()).isFalse();
    assertThat(log.status().reason()).contains("auth.log does not exist");

    write("first\n");
    poll();

    assertThat(lines).containsExactly("first");
    assertThat(log.status().up()).isTrue();
  }

  @Test
  void saysThatTheFileIsGoneAndReadsTheNextOne() throws Exception {
    write("old\n");
    start();
    Files.delete(file);
    poll();
    assertThat(log.status().up()).isFalse();

    write("new\n");
    poll();

    assertThat(lines).containsExactly("new");
    assertThat(log.status().up()).isTrue();
  }

  @Test
  void saysWhyItMayNotReadTheFileAndWhatToDo() {
    file = Path.of("/proc/sys/vm/compact_memory"); // which even root may only write to

    start();

    assertThat(log.status().reason()).contains("may not be read by this user", "group", "journal");
  }

  @Test
  void saysThatADirectoryIsNoLog() throws Exception {
    Files.createDirectory(file);

    start();

    assertThat(log.status().up()).isFalse();
    assertThat(log.status().reason()).contains("is not a regular file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rename", "copytruncate"})
  void readsTheRestOfARotatedFileBeforeTheNextOne(String how) throws Exception {
    write("");
    start();
    write("one\n");
    poll();

    write("two\n");
    rotate(how);
    write("three\n");
    poll();

    assertThat(lines).containsExactly("one", "two", "three");
  }

  @Test
  void goesOnReadingARenamedFileUntilItsLoggerHasLetGo() throws Exception {
    write("");
    start();
    renameAndCreate();
    poll();

    Files.writeString(directory.resolve("auth.log.1"), "late\n", StandardOpenOption.APPEND);
    poll();
    now += Duration.ofSeconds(31).toNanos();
    poll();
    Files.writeString(directory.resolve("auth.log.1"), "too late\n", StandardOpenOption.APPEND);
    poll();

    assertThat(lines).containsExactly("late");
  }

  @Test
  void seesThatAFileWasEmptiedAlthoughItIsAsLongAgain() throws Exception {
    write("");
    start();
    write("one\n");
    poll();

    copyAndTruncate();
    write("two, and longer than the first was\n");
    poll();

    assertThat(lines).containsExactly("one", "two, and longer than the first was");
  }

  @Test
  void findsTheFilesOfSeveralRotationsBetweenTwoReadings() throws Exception {
    write("");
    start();
    write("one\n");
    poll();

    write("two\n");
    renameAndCreate();
    write("three\n");
    renameAndCreate();
    write("four\n");
    poll();

    assertThat(lines).containsExactly("one", "two", "three", "four");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "rename", "copytruncate", "rename twice", "copytruncate twice"})
  void goesOnAfterARestartWhereItStopped(String rotations) throws Exception {
    write("old\n");
    start();
    write("one\n");
    poll();

    write("two\n");
    for (String how = rotations; !how.equals("none"); ) {
      rotate(how.split(" ")[0]);
      write("after " + rotations + how.length() + "\n");
      how = how.endsWith(" twice") ? how.replace(" twice", "") : "none";
    }
    startAgain();
    poll();

    int files = rotations.equals("none") ? 0 : rotations.endsWith("twice") ? 2 : 1;
    assertThat(lines.subList(0, 2)).containsExactly("one", "two");
    assertThat(lines).hasSize(2 + files).doesNotHaveDuplicates();
  }

  @Test
  void doesNotTakeAnotherFileWithTheSameNumberForTheOneItRead() throws Exception {
    write("");
    start();
    write("one\n");
    poll();

    Files.writeString(file, "other\nlines\n"); // same inode, other content
    startAgain();
    poll();

    assertThat(lines).containsExactly("one", "other", "lines");
    assertThat(log.status().reason()).contains("gone");
  }

  @Test
  void beginsAtTheEndAgainWhenTheStateIsOfAnotherLog() throws Exception {
    write("old\n");
    start();
    Path other = directory.resolve("other.log");
    Files.writeString(other, "before\n");

    file = other;
    startAgain();

    assertThat(lines).isEmpty();
    assertThat(log.status().reason()).contains("other.log");
  }

  @Test
  void saysThatTheStateCannotBeRead() throws Exception {
    Files.writeString(state, "{\"log\":[");
    write("old\n");

    start();

    assertThat(lines).isEmpty();
    assertThat(log.status().up()).isTrue();
    assertThat(log.status().reason()).contains("cannot be read, began at the end");
  }

  @Test
  void saysThatThePositionCannotBeKept() throws Exception {
    state = directory.resolve("no such directory").resolve("state");
    write("old\n");

    start();
    write("new\n");
    poll();

    assertThat(lines).containsExactly("new");
    assertThat(log.status().reason()).contains("cannot be kept in", "make it writable");
  }

  @Test
  void doesNotReadMoreOftenThanItMayKeepThePosition() throws Exception {
    write("");
    start();
    write("one\n");

    boolean more = log.poll(line -> lines.add("too early"));

    assertThat(more).isFalse();
    assertThat(lines).isEmpty();
  }

  @Test
  void passesOverALineOfAMegabyte() throws Exception {
    write("");
    start();

    write("before\n" + "x".repeat(1 << 20) + "\nafter\n");
    poll();

    assertThat(lines).containsExactly("before", "after");
    assertThat(log.passedOver()).isOne();
  }

  @Test
  void doesNotTakeTheRestOfAnOverlongLineForALineAfterARestart() throws Exception {
    write("");
    start();
    write("x".repeat(20_000));
    poll();

    startAgain();
    write("Accepted password for root from 192.0.2.7 port 1 ssh2\nafter\n");
    poll();

    assertThat(lines).containsExactly("after");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rename", "copytruncate"})
  void readsWhatCameAndWasRotatedWhileItDidNotRun(String how) throws Exception {
    write("");
    start();
    write("one\n");
    poll();
    rotate(how);
    poll();
    log = null;

    write("two\n");
    rotate(how);
    write("three\n");
    start();

    assertThat(lines).containsExactly("one", "two", "three");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rename", "copytruncate"})
  void losesNothingAndGivesNothingTwiceWhateverHappens(String how) throws Exception {
    Random random = new Random(20261123);
    write("");
    start();

    boolean unseen = false;
    for (int step = 0; step < 2_000; step++) {
      int what = random.nextInt(8);
      switch (what) {
        case 0, 1 -> rotateNotWithinTheSecondOfTheFirstLine(how);
        case 2 -> log = null;
        case 3 -> now += Duration.ofSeconds(random.nextInt(40)).toNanos();
        case 4, 5 -> write("line " + count++ + "\n");
        default -> unseen = false;
      }
      unseen |= what < 2;
      if (unseen || what > 5) {
        pollOrStart();
      }
    }
    pollOrStart();

    List<String> all = IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
    assertThat(lines).isEqualTo(all);
  }

  /** A copy of which nothing was read before cannot be recognised by what was read. */
  private void rotateNotWithinTheSecondOfTheFirstLine(String how) throws IOException {
    write("line " + count++ + "\n");
    if (log != null) {
      poll();
    }
    write("line " + count++ + "\n");
    rotate(how);
  }

  private void pollOrStart() {
    if (log == null) {
      start();
    }
    poll();
  }
}
