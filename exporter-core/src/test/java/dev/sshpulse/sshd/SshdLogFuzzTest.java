package dev.sshpulse.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class SshdLogFuzzTest {
  private static final String PREFIX = "Nov 23 01:02:03 host sshd[17]: ";

  /** Pieces of sshd's own lines, and what somebody would write who wants to be taken for sshd. */
  private static final List<String> PIECES =
      List.of(
          "Accepted ",
          "Failed ",
          "Partial ",
          "password",
          "none",
          "publickey/x",
          " for ",
          "root",
          "invalid user ",
          "authenticating user ",
          "user ",
          " from ",
          "1.2.3.4",
          "fe80::1%eth0",
          "UNKNOWN",
          " port ",
          "22",
          "65535",
          "99999999999999999999",
          " ssh2",
          ": ",
          ":",
          "11",
          "Connection from ",
          "Connection closed by ",
          "Connection reset by ",
          " on ",
          "Disconnected from ",
          "Received disconnect from ",
          "Disconnecting ",
          "Disconnecting: ",
          "Unable to negotiate with ",
          ": no matching ",
          "cipher found",
          "Timeout, client not responding from ",
          "Timeout, client not responding.",
          "Timeout before authentication for ",
          ", pid = ",
          "connection from ",
          "terminating inactive connection from ",
          "Read error from remote host ",
          "Write failed: ",
          "Broken pipe",
          "Bad protocol version identification ",
          "Did not receive identification string from ",
          "Protocol major versions differ for ",
          "drop connection #",
          " from [",
          "]:",
          " on [",
          "User child is on pid ",
          " [preauth]",
          " [postauth]",
          "fatal: ",
          "error: ",
          "banner exchange",
          ": Connection from ",
          "invalid format",
          " timed out",
          "sshd[17]: ",
          "<38>1 ",
          "<38>",
          "Nov 23 01:02:03 ",
          "2026-11-23T01:02:03Z ",
          "auth.info ",
          "[a b=\"c] ",
          "\\012",
          "\n",
          "\r",
          "\0",
          "\u00ff",
          " ",
          "maximum authentication attempts exceeded for ",
          "a: b: Broken pipe");

  @Provide
  Arbitrary<String> lines() {
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.of(PIECES)),
            Tuple.of(1, Arbitraries.strings().ofMaxLength(12)));
    return piece.list().ofMaxSize(16).map(all -> String.join("", all));
  }

  @Property(tries = 10_000)
  void endsInAnEventOrInNothingWhateverTheBytesAre(@ForAll byte[] line) {
    SshdEvent event = new SshdLog().read(line);

    assertThat(event).isNull(); // no bytes by chance are what sshd says
  }

  @Property(tries = 10_000)
  void endsInAnEventOrInNothingWhateverThePiecesAre(@ForAll("lines") String line) {
    SshdLog log = new SshdLog();

    SshdEvent bare = log.read(line.getBytes(StandardCharsets.ISO_8859_1));
    SshdEvent prefixed = log.read((PREFIX + line).getBytes(StandardCharsets.ISO_8859_1));

    for (SshdEvent event : new SshdEvent[] {bare, prefixed}) {
      assertThat(event == null || event.pid() >= 0).isTrue();
      assertThat(event == null || event.kind() != null).isTrue();
    }
  }

  @Property(tries = 10_000)
  void takesNothingFromALineInWhichSshdsWordsDoNotBegin(@ForAll("lines") String line) {
    SshdLog log = new SshdLog();

    assertThat(log.read((PREFIX + "x " + line).getBytes(StandardCharsets.ISO_8859_1))).isNull();
    assertThat(log.read(("Nov 23 01:02:03 host su[17]: " + line).getBytes(StandardCharsets.UTF_8)))
        .isNull();
  }

  @Provide
  Arbitrary<String> names() {
    return lines().map(name -> name.length() > 100 ? name.substring(0, 100) : name);
  }

  @Property(tries = 10_000)
  void namesThePeerOrNobodyWhateverTheUserIsCalled(
      @ForAll("names") String name, @ForAll("names") String info) {
    String user = name.replaceAll("[\\p{Cntrl}\\n]", "?"); // sshd writes \012 there
    List<String> messages =
        List.of(
            "Failed password for invalid user " + user + " from 192.0.2.7 port 40022 ssh2",
            "Connection closed by invalid user " + user + " 192.0.2.7 port 40022 [preauth]",
            "maximum authentication attempts exceeded for "
                + user
                + " from 192.0.2.7 port 40022 ssh2 [preauth]",
            "Timeout, client not responding from user " + user + " 192.0.2.7 port 40022",
            "ssh_dispatch_run_fatal: Connection from user "
                + user
                + " 192.0.2.7 port 40022: Broken pipe");

    for (String message : messages) {
      SshdEvent event = new SshdLog().read((PREFIX + message).getBytes(StandardCharsets.UTF_8));
      assertThat(event).as(message).isNotNull();
      assertThat(event.peer() == null || event.peer().getPort() == 40022).as(message).isTrue();
    }
    String failed =
        "Failed publickey for "
            + user
            + " from 192.0.2.7 port 40022 ssh2: X ID "
            + info.replaceAll("[\\p{Cntrl}\\n]", "?")
            + " (serial 0) CA X";
    SshdEvent event = new SshdLog().read((PREFIX + failed).getBytes(StandardCharsets.UTF_8));
    assertThat(event == null || event.peer() == null || event.peer().getPort() == 40022)
        .as(failed)
        .isTrue();
  }
}
