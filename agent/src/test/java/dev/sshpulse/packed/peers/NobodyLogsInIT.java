package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Scrape;
import dev.sshpulse.packed.Told;
import dev.sshpulse.probe.ServerForPeers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MINA's server loses patience with a client that agrees upon keys and then does not get in. */
class NobodyLogsInIT {
  private static final int PROTOCOL_ERROR = 2; // RFC 4253, section 11.1

  @TempDir Path directory;

  @Test
  void blamesTheServersOwnPatienceWhenNobodyTries() throws Exception {
    Expected told = serverGivesUpOn(session -> {});

    assertThat(told).isEqualTo(story().told());
  }

  @Test
  void blamesThePatienceAndNotThePasswordThatWasRefusedBefore() throws Exception {
    Expected told = serverGivesUpOn(NobodyLogsInIT::tryAWrongPassword);

    assertThat(told).isEqualTo(story().refused("password").told());
  }

  private static Story story() {
    return Story.ofServer("SSH-2.0-APACHE-SSHD-…", JavaLibrary.MINA_2_20_0.version())
        .ends("auth_timeout", "local", PROTOCOL_ERROR);
  }

  private static void tryAWrongPassword(ClientSession session) throws Exception {
    session.addPasswordIdentity("wrong");
    assertThatThrownBy(() -> session.auth().verify(HostJvm.PATIENCE))
        .isInstanceOf(SshException.class);
  }

  /** What a client does once there are keys. */
  private interface Try {
    void with(ClientSession session) throws Exception;
  }

  /** What was told of it. */
  private Expected serverGivesUpOn(Try attempt) throws Exception {
    try (Spans spans = new Spans();
        MinaHost server =
            MinaHost.watched(Jdk.all().get(0), Keys.in(directory).knownToJava(), spans)) {
      server.order("set auth-methods password");
      Counters counters = Counters.before(server.jvm().scrape());

      connect(server, attempt);
      List<String> told = spans.take(1);

      Told ending = Told.all(server.jvm().fetch("/api/v1/endings")).get(0);
      Scrape after = server.jvm().scrape();
      Hooks.assertMatched(after, "mina-sshd", JavaLibrary.MINA_2_20_0.version());
      return new Expected(
          ending.cause() + " by " + ending.initiator(), counters.changes(after), told);
    }
  }

  /** The server's patience is cut short only then: machines may be slow to agree upon keys. */
  private static void connect(MinaHost server, Try attempt) throws Exception {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    client.start();
    try (ClientSession session =
        client
            .connect(ServerForPeers.USER, "127.0.0.1", server.port())
            .verify(HostJvm.PATIENCE)
            .getSession()) {
      session.waitFor(EnumSet.of(ClientSessionEvent.WAIT_AUTH), HostJvm.PATIENCE);
      attempt.with(session);
      server.order("set auth-timeout 1");
      session.waitFor(EnumSet.of(ClientSessionEvent.CLOSED), HostJvm.PATIENCE);
    } finally {
      client.stop();
    }
  }
}
