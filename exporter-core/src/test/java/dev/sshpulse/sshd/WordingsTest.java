package dev.sshpulse.sshd;

import static dev.sshpulse.sshd.SshdEvent.Kind.ACCEPTED;
import static dev.sshpulse.sshd.SshdEvent.Kind.AUTH_TIMEOUT;
import static dev.sshpulse.sshd.SshdEvent.Kind.BROKEN_PIPE;
import static dev.sshpulse.sshd.SshdEvent.Kind.CLOSED_BY_PEER;
import static dev.sshpulse.sshd.SshdEvent.Kind.DISCONNECTING;
import static dev.sshpulse.sshd.SshdEvent.Kind.DISCONNECT_RECEIVED;
import static dev.sshpulse.sshd.SshdEvent.Kind.FAILED;
import static dev.sshpulse.sshd.SshdEvent.Kind.HOST_UNREACHABLE;
import static dev.sshpulse.sshd.SshdEvent.Kind.IDLE_TIMEOUT;
import static dev.sshpulse.sshd.SshdEvent.Kind.KEEPALIVE_TIMEOUT;
import static dev.sshpulse.sshd.SshdEvent.Kind.KEY_EXCHANGE_FAILED;
import static dev.sshpulse.sshd.SshdEvent.Kind.PARTIAL;
import static dev.sshpulse.sshd.SshdEvent.Kind.PROTOCOL_ERROR;
import static dev.sshpulse.sshd.SshdEvent.Kind.RESET;
import static dev.sshpulse.sshd.SshdEvent.Kind.TIMED_OUT;
import static dev.sshpulse.sshd.SshdEvent.Kind.TOO_MANY_FAILURES;
import static dev.sshpulse.sshd.SshdEvent.Kind.TURNED_AWAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sshpulse.model.AddressText;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each wording comes to. Those of {@code recorded} were written by an sshd 9.2p1 in front of
 * real clients; the others are composed by the formats in the sources of the versions named.
 */
class WordingsTest {
  private static final String PEER = "192.0.2.7:40022";

  /** sshd 9.2p1 with {@code -E}, LogLevel VERBOSE; addresses and names were replaced. */
  static Stream<Arguments> recorded() {
    return Stream.of(
        says(
            "Accepted publickey for u from 192.0.2.7 port 40022 ssh2: ED25519 SHA256:CBzxJ9y/AU",
            ACCEPTED,
            "publickey after"),
        says("Accepted password for u from 192.0.2.7 port 40022 ssh2", ACCEPTED, "password after"),
        says("Failed password for u from 192.0.2.7 port 40022 ssh2", FAILED, "password before"),
        says(
            "Failed password for invalid user u from 192.0.2.7 port 40022 ssh2",
            FAILED,
            "password before"),
        says(
            "Failed publickey for u from 192.0.2.7 port 40022 ssh2: ED25519 SHA256:c0vxEkpYqkY",
            FAILED,
            "publickey before"),
        says(
            "maximum authentication attempts exceeded for u from 192.0.2.7 port 40022 ssh2"
                + " [preauth]",
            TOO_MANY_FAILURES,
            "before"),
        says(
            "Received disconnect from 192.0.2.7 port 40022:11: disconnected by user",
            DISCONNECT_RECEIVED,
            "11 after"),
        says(
            "Connection closed by authenticating user u 192.0.2.7 port 40022 [preauth]",
            CLOSED_BY_PEER,
            "before"),
        says(
            "Connection closed by invalid user u 192.0.2.7 port 40022 [preauth]",
            CLOSED_BY_PEER,
            "before"),
        says("Connection closed by 192.0.2.7 port 40022", CLOSED_BY_PEER, "before"),
        says("Connection reset by 192.0.2.7 port 40022", RESET, "before"),
        says(
            "Read error from remote host 192.0.2.7 port 40022: Connection reset by peer",
            RESET,
            "after"),
        says(
            "Timeout, client not responding from user u 192.0.2.7 port 40022",
            KEEPALIVE_TIMEOUT,
            "after"),
        says(
            "Unable to negotiate with 192.0.2.7 port 40022: no matching key exchange method found."
                + " Their offer: diffie-hellman-group14-sha256,ext-info-c [preauth]",
            KEY_EXCHANGE_FAILED,
            "before"),
        says(
            "banner exchange: Connection from 192.0.2.7 port 40022: invalid format",
            PROTOCOL_ERROR,
            "before"),
        says(
            "ssh_dispatch_run_fatal: Connection from 192.0.2.7 port 40022: message authentication"
                + " code incorrect [preauth]",
            PROTOCOL_ERROR,
            "before"),
        says(
            "ssh_dispatch_run_fatal: Connection from 192.0.2.7 port 40022: Broken pipe [preauth]",
            BROKEN_PIPE,
            "before"),
        says(
            "drop connection #2 from [192.0.2.7]:40022 on [127.0.0.1]:50313 past MaxStartups",
            TURNED_AWAY,
            "before"));
  }

  /** By the sources. */
  static Stream<Arguments> composed() {
    return Stream.of(
        // 7.x
        says(
            "Failed keyboard-interactive/pam for u from 192.0.2.7 port 40022 ssh2",
            FAILED,
            "keyboard-interactive before"),
        says(
            "Partial publickey for u from 192.0.2.7 port 40022 ssh2: RSA SHA256:x",
            PARTIAL,
            "publickey before"),
        says(
            "Accepted gssapi-with-mic for u from 192.0.2.7 port 40022 ssh2: u@EXAMPLE.ORG",
            ACCEPTED,
            "gssapi-with-mic after"),
        says(
            "fatal: Timeout before authentication for 192.0.2.7 port 40022",
            AUTH_TIMEOUT,
            "before"),
        says(
            "Bad protocol version identification 'GET / HTTP/1.0' from 192.0.2.7 port 40022",
            PROTOCOL_ERROR,
            "before"),
        says(
            "Did not receive identification string from 192.0.2.7 port 40022",
            CLOSED_BY_PEER,
            "before"),
        says(
            "Protocol major versions differ for 192.0.2.7 port 40022: SSH-2.0-OpenSSH_7.4 vs."
                + " SSH-1.5-x",
            PROTOCOL_ERROR,
            "before"),
        says(
            "packet_write_wait: Connection from 192.0.2.7 port 40022: Broken pipe",
            BROKEN_PIPE,
            "after"),
        says(
            "error: Received disconnect from 192.0.2.7 port 40022:3: x [preauth]",
            DISCONNECT_RECEIVED,
            "3 before"),
        // 8.x
        says(
            "Disconnecting authenticating user u 192.0.2.7 port 40022: Change of username or"
                + " service not allowed: (u,ssh-connection) -> (v,ssh-connection) [preauth]",
            DISCONNECTING,
            "2 before"),
        says("Connection from user u 192.0.2.7 port 40022 timed out", TIMED_OUT, "after"),
        says(
            "ssh_packet_write_poll: Connection from user u 192.0.2.7 port 40022: No route to host",
            HOST_UNREACHABLE,
            "after"),
        says(
            "Read error from remote host 192.0.2.7 port 40022: Connection timed out",
            TIMED_OUT,
            "after"),
        // 9.x
        says(
            "process_output: ssh_packet_write_poll: Connection from user u 192.0.2.7 port 40022:"
                + " Broken pipe",
            BROKEN_PIPE,
            "after"),
        says(
            "terminating inactive connection from user u 192.0.2.7 port 40022",
            IDLE_TIMEOUT,
            "after"),
        says(
            "drop connection #0 from [192.0.2.7]:40022 on [10.0.0.1]:22 penalty: failed"
                + " authentication",
            TURNED_AWAY,
            "before"),
        // 10.x
        says(
            "drop connection #7 from [192.0.2.7]:40022 on [10.0.0.1]:22 PerSourceMaxStartups",
            TURNED_AWAY,
            "before"));
  }

  static Stream<String> withoutEvent() {
    return Stream.of(
        "Connection from 192.0.2.7 port 40022 on 127.0.0.1 port 34535 rdomain \"\"",
        "Accepted key ED25519 SHA256:gDFv found at /u/key.pub:1",
        "Postponed publickey for u from 192.0.2.7 port 40022 ssh2 [preauth]",
        "Postponed keyboard-interactive for u from 192.0.2.7 port 40022 ssh2 [preauth]",
        "User child is on pid 25034",
        "Starting session: command for u from 192.0.2.7 port 40022 id 0",
        "Disconnected from user u 192.0.2.7 port 40022",
        "Invalid user u from 192.0.2.7 port 40022",
        "Could not get shadow information for NOUSER",
        "Failed none for u from 192.0.2.7 port 40022 ssh2",
        "Failed none for invalid user u from 192.0.2.7 port 40022 ssh2",
        "Disconnecting authenticating user u 192.0.2.7 port 40022: Too many authentication failures"
            + " [preauth]",
        "Disconnecting: Too many authentication failures for u [preauth]",
        "kex_exchange_identification: client sent invalid protocol identifier \"GET / HTTP/1.0\"",
        "kex_exchange_identification: Connection closed by remote host",
        "kex_exchange_identification: read: Connection reset by peer",
        "Bad packet length 4294967295. [preauth]",
        "beginning MaxStartups throttling",
        "exited MaxStartups throttling after 00:00:07, 2 connections dropped",
        "Close session: user u from 192.0.2.7 port 40022 id 0",
        "Transferred: sent 1940, received 2272 bytes",
        "Closing connection to 192.0.2.7 port 40022",
        "Server listening on 192.0.2.7 port 50313.",
        "Received signal 15; terminating.",
        "pam_unix(sshd:auth): authentication failure; logname= uid=0 rhost=192.0.2.7  user=u",
        "",
        " ");
  }

  private static Arguments says(String message, SshdEvent.Kind kind, String rest) {
    return arguments(message, kind + " " + PEER + " " + rest);
  }

  @ParameterizedTest
  @MethodSource({"recorded", "composed"})
  void tellsWhatHappenedToWhom(String message, String expected) {
    SshdEvent event = read(message);

    assertThat(text(event)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("withoutEvent")
  void findsNoEventInWhatIsNoneOrIsSaidElsewhere(String message) {
    assertThat(read(message)).isNull();
  }

  private static SshdEvent read(String message) {
    return new SshdLog().read(message.getBytes(StandardCharsets.UTF_8));
  }

  static String text(SshdEvent event) {
    if (event == null) {
      return "nothing";
    }
    return event.kind()
        + (event.peer() == null ? " nobody" : " " + AddressText.of(event.peer()))
        + (event.method() == null ? "" : " " + event.method().label())
        + (event.disconnectCode() == null ? "" : " " + event.disconnectCode())
        + (event.beforeLogin() ? " before" : " after");
  }
}
