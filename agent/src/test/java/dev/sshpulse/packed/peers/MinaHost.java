package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.probe.ServerForPeers;
import java.nio.file.Path;

/** A JVM with an SSH server that peers of any make connect to. */
final class MinaHost implements AutoCloseable {
  static final int BY_APPLICATION = 11; // RFC 4253, section 11.1

  private final Dialogue dialogue;
  private final String hostKey;
  private final int port;

  private MinaHost(Dialogue dialogue) {
    this.dialogue = dialogue;
    hostKey = dialogue.hear("host key ");
    port = Integer.parseInt(dialogue.hear("port "));
  }

  /** With the agent, whose spans go there. */
  static MinaHost watched(Jdk jdk, Path knownKey, Spans spans) {
    return new MinaHost(
        new Dialogue(spans.to(builder(jdk).agent()), ServerForPeers.class, "" + knownKey));
  }

  /**
   * Without the agent, for clients that are watched; speaks what they spoke twenty years ago, too.
   */
  static MinaHost unwatched(Jdk jdk, Path knownKey) {
    return new MinaHost(
        new Dialogue(builder(jdk), ServerForPeers.class, "" + knownKey, ServerForPeers.OLD));
  }

  private static HostJvm.Builder builder(Jdk jdk) {
    return HostJvm.on(jdk).classPath(System.getProperty("java.class.path"));
  }

  int port() {
    return port;
  }

  String hostKey() {
    return hostKey;
  }

  /** Has an order of {@link ServerForPeers} done, and returns when it is. */
  void order(String order) {
    dialogue.say(order);
    assertThat(dialogue.hear("done ")).isEqualTo(order);
  }

  /** The server's part of a scenario, once the client waits. */
  void interfere(Scenario scenario) {
    switch (scenario.end) {
      case KICKED -> order("kick " + BY_APPLICATION);
      case LEFT_IDLE -> order("set idle-timeout 200");
      case REKEYED -> {
        order("rekey");
        order("release");
      }
      default -> throw new IllegalArgumentException("nothing to do: " + scenario);
    }
  }

  HostJvm jvm() {
    return dialogue.jvm();
  }

  @Override
  public void close() {
    dialogue.close();
  }
}
