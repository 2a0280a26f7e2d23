package dev.sshpulse.sshd;

import static dev.sshpulse.sshd.WordingsTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshdLogTest {
  private static final String SYSLOG = "Nov 23 01:02:03 host sshd[17]: ";
  private static final String LOGIN = "Accepted password for u from 192.0.2.7 port 40022 ssh2";

  private final SshdLog log = new SshdLog();

  private SshdEvent read(String line) {
    return log.read(line.getBytes(StandardCharsets.UTF_8));
  }

  private String says(String line) {
    return text(read(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nov  3 01:02:03 host sshd[17]: ",
        "2026-11-23T01:02:03.456789+00:00 host sshd-session[17]: ",
        "2026-11-23T01:02:03Z host sshd-auth[17]: ",
        "<38>1 2026-11-23T01:02:03.4Z host sshd 17 - - ",
        "<38>1 2026-11-23T01:02:03.4Z host sshd 17 - [a b=\"c\\] \\\"d\"][e] ",
        "<38>Nov 23 01:02:03 host sshd[17]: ",
        "Jan 29 15:21:53 host auth.info sshd-session[17]: ",
        "auth.info sshd[17]: ",
        "sshd[17]: ",
      })
  void readsWhatTheSystemsLogPutsBeforeIt(String prefix) {
    SshdEvent event = read(prefix + LOGIN);

    assertThat(text(event)).isEqualTo("ACCEPTED 192.0.2.7:40022 password after");
    assertThat(event.pid()).isEqualTo(17);
  }

  @Test
  void readsABareLineAsSshdWritesItToStandardError() {
    SshdEvent event = read(LOGIN + "\r");

    assertThat(text(event)).isEqualTo("ACCEPTED 192.0.2.7:40022 password after");
    assertThat(event.pid()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nov 23 01:02:03 host su[17]: ",
        "Nov 23 01:02:03 host sshd-foo[17]: ",
        "Nov 23 01:02:03 host xsshd[17]: ",
        "Nov 23 01:02:03 host foo sshd[17]: ",
        "Nov 23 01:02:03 host foo bar sshd[17]: ",
        "Nov 23 01:02:03 host kernel: sshd[17]: ",
        "Nov 23 01:02:03 host sudo:  u : COMMAND=x sshd[17]: ",
        "<38>1 2026-11-23T01:02:03.4Z host su 17 - - ",
        "x",
        " ",
        "Invalid user ",
        "Nov 23 01:02:03 host sshd[17]: x ",
        "Nov 23 01:02:03 host sshd[17]: Invalid user ",
        "Nov 23 01:02:03 host sshd[17]: error: PAM: ",
        "Nov 23 01:02:03 host sshd[17]: debug1: ",
      })
  void ignoresWordsThatAreNotAtTheirPlace(String before) {
    assertThat(says(before + LOGIN)).isEqualTo("nothing");
  }

  @Test
  void takesNoBareLineFromALogThatHasPrefixes() {
    read(SYSLOG + "Server listening on 0.0.0.0 port 22.");

    assertThat(says(LOGIN)).isEqualTo("nothing");
    assertThat(says(SYSLOG + LOGIN)).startsWith("ACCEPTED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Failed password for invalid user x from 1.2.3.4 port 5 ssh2 from 192.0.2.7 port 40022 ssh2",
        "Failed password for invalid user x from 1.2.3.4 port 5 ssh2: from 192.0.2.7 port 40022 ssh2",
        "Failed password for invalid user Accepted password for root from 1.2.3.4 port 5 ssh2"
            + " from 192.0.2.7 port 40022 ssh2",
        "Failed password for invalid user \\012Accepted password for root from 1.2.3.4 port 5"
            + " ssh2\\012 from 192.0.2.7 port 40022 ssh2",
        "Failed password for invalid user  from 192.0.2.7 port 40022 ssh2",
        "Failed password for invalid user \u0001\u001b[31m\u00e9 from 192.0.2.7 port 40022 ssh2",
        "Failed password for invalid user x from UNKNOWN port 65535 ssh2"
            + " from 192.0.2.7 port 40022 ssh2",
      })
  void letsNoUserNameNameAnotherPeer(String message) {
    assertThat(says(SYSLOG + message)).isEqualTo("FAILED 192.0.2.7:40022 password before");
  }

  @Test
  void letsNoUserNameNameAnotherPeerWhereTheConnectionEnds() {
    String message = "Connection closed by invalid user x 1.2.3.4 port 5 192.0.2.7 port 40022";

    assertThat(says(SYSLOG + message + " [preauth]"))
        .isEqualTo("CLOSED_BY_PEER 192.0.2.7:40022 before");
  }

  @Test
  void namesNobodyWhereACertificateNamesAnother() {
    String message =
        "Failed publickey for u from 192.0.2.7 port 40022 ssh2: RSA-CERT ID x from 1.2.3.4 port 5"
            + " ssh2: (serial 0) CA RSA SHA256:x";

    assertThat(says(SYSLOG + message)).isEqualTo("FAILED nobody publickey before");
  }

  @Test
  void namesNobodyWhereTheEndMayHaveBeenCutOff() {
    String cut = "Connection closed by invalid user " + "\\001".repeat(120) + " 1.2.3.4 port 5";

    assertThat(says(SYSLOG + cut)).isEqualTo("CLOSED_BY_PEER nobody before");
  }

  @Test
  void knowsThePeerOfALongOfferThatWasCutOff() {
    String message =
        "Unable to negotiate with 192.0.2.7 port 40022: no matching cipher found. Their offer: "
            + "aes128-cbc,".repeat(50);

    assertThat(says(SYSLOG + message.substring(0, 500)))
        .isEqualTo("KEY_EXCHANGE_FAILED 192.0.2.7:40022 before");
  }

  @Test
  void takesNoReasonFromTheClientsOffer() {
    String message =
        "Unable to negotiate with 192.0.2.7 port 40022: no matching cipher found. Their offer:"
            + " x 1.2.3.4 port 5: no matching cipher found [preauth]";

    assertThat(says(SYSLOG + message)).isEqualTo("KEY_EXCHANGE_FAILED 192.0.2.7:40022 before");
  }

  @Test
  void takesNoCodeFromTheTextOfADisconnect() {
    String message = "Received disconnect from 192.0.2.7 port 40022:11: x 1.2.3.4 port 5:3: y";

    assertThat(says(SYSLOG + message)).isEqualTo("DISCONNECT_RECEIVED 192.0.2.7:40022 11 after");
  }

  @Test
  void makesAnyMethodItDoesNotKnowTheOther() {
    assertThat(says(SYSLOG + "Failed x\u00e9y/z for u from 192.0.2.7 port 40022 ssh2"))
        .isEqualTo("FAILED 192.0.2.7:40022 other before");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fe80::1%eth0", "fe80::1", "fe80:0:0:0:0:0:0:1%2"})
  void readsIpv6AddressesWithoutTheirZone(String address) {
    assertThat(says(SYSLOG + "Connection reset by " + address + " port 40022"))
        .isEqualTo("RESET [fe80::1]:40022 before");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "1.2.3", "1.2.3.256", "1.2.3.4.5", "::g", "dead", "1.2.3.4x"})
  void looksUpNoName(String address) {
    assertThat(says(SYSLOG + "Connection reset by " + address + " port 40022"))
        .isEqualTo("nothing");
  }

  @Test
  void knowsThatTheSocketCouldNotTellThePeer() {
    assertThat(says(SYSLOG + "Connection closed by UNKNOWN port 65535 [preauth]"))
        .isEqualTo("CLOSED_BY_PEER nobody before");
  }

  @Test
  void remembersWhomAProcessServed() {
    read(SYSLOG + "Connection from 192.0.2.7 port 40022 on 192.0.2.1 port 22");

    assertThat(says(SYSLOG + "fatal: userauth_finish: send failure packet: Broken pipe [preauth]"))
        .isEqualTo("BROKEN_PIPE 192.0.2.7:40022 before");
  }

  /** OpenSSH 7, whose child after the login named no address; pids as sshd 9.2p1 gave them. */
  @Test
  void remembersThatAChildServesTheSame() {
    read(SYSLOG + LOGIN);
    read(SYSLOG + "User child is on pid 19");

    assertThat(says("Nov 23 01:02:03 host sshd[19]: Timeout, client not responding."))
        .isEqualTo("KEEPALIVE_TIMEOUT 192.0.2.7:40022 after");
  }

  @Test
  void knowsByTheLoginThatAnEndCameAfterIt() {
    read(SYSLOG + LOGIN);

    assertThat(says("Nov 23 01:02:03 host sshd[19]: Connection reset by 192.0.2.7 port 40022"))
        .isEqualTo("RESET 192.0.2.7:40022 after");
  }

  @Test
  void forgetsAProcessWhoseConnectionIsOver() {
    read(SYSLOG + LOGIN);
    read(SYSLOG + "Connection reset by 192.0.2.7 port 40022");

    assertThat(says(SYSLOG + "Timeout, client not responding."))
        .isEqualTo("KEEPALIVE_TIMEOUT nobody after");
  }

  @Test
  void doesNotTakeTheListeningProcessForOneThatServes() {
    read(SYSLOG + "drop connection #2 from [192.0.2.7]:40022 on [192.0.2.1]:22 past MaxStartups");

    assertThat(says(SYSLOG + "Write failed: Broken pipe")).isEqualTo("BROKEN_PIPE nobody before");
  }

  /** OpenSSH 9.8 and later, where the listening process tells of it. */
  @Test
  void namesTheProcessWhoseGraceTimeIsOver() {
    read(
        "Nov 23 01:02:03 host sshd-session[19]: Connection from 192.0.2.7 port 40022 on ::1 port 2");

    SshdEvent event =
        read(
            SYSLOG
                + "Timeout before authentication for connection from 192.0.2.7 to 192.0.2.1, pid ="
                + " 19");

    assertThat(text(event)).isEqualTo("AUTH_TIMEOUT 192.0.2.7:40022 before");
    assertThat(event.pid()).isEqualTo(19);
  }

  @Test
  void remembersABoundedNumberOfProcesses() {
    for (int i = 1; i <= 20_000; i++) {
      read("sshd[" + i + "]: Connection from 10.0.0.1 port " + (i + 1000) + " on ::1 port 22");
    }

    assertThat(says("sshd[1]: Timeout, client not responding.")).contains("nobody");
    assertThat(says("sshd[20000]: Timeout, client not responding.")).contains("10.0.0.1:21000");
  }
}
