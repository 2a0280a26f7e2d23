package dev.sshpulse.packed.peers;

import static dev.sshpulse.probe.ServerForPeers.PASSWORD;
import static dev.sshpulse.probe.ServerForPeers.USER;

import java.util.Map;

/** What the Java libraries are tried against. */
interface LibraryServer {
  int port();

  String user();

  String password();

  /** Why, by the scenarios that cannot be played with it. */
  Map<Scenario, String> cannot();

  /** How its own begins, until its version. */
  String identification();

  /** What the client meets when it is kicked. */
  void kicks(Story story);

  /** The command that prints {@code ready} and waits. */
  String waitCommand();

  /** The command that greets through a forwarding, {@code PORT} of this machine. */
  String throughCommand();

  /** Makes ready for the scenario. */
  void before(Scenario scenario);

  /** Does its part, once the client waits. */
  void interfere(Scenario scenario);

  /** MINA, in a JVM without the agent. */
  static LibraryServer of(MinaHost mina) {
    return new LibraryServer() {
      @Override
      public int port() {
        return mina.port();
      }

      @Override
      public String user() {
        return USER;
      }

      @Override
      public String password() {
        return PASSWORD;
      }

      @Override
      public Map<Scenario, String> cannot() {
        return Map.of(
            Scenario.CLIENT_VANISHES,
            "the client is the host",
            Scenario.SCP,
            "no protocol of its own for a connection");
      }

      @Override
      public String identification() {
        return "SSH-2.0-APACHE-SSHD-…";
      }

      @Override
      public void kicks(Story story) {
        story.ends("closed", "peer", MinaHost.BY_APPLICATION);
      }

      @Override
      public String waitCommand() {
        return "wait";
      }

      @Override
      public String throughCommand() {
        return "through";
      }

      @Override
      public void before(Scenario scenario) {
        mina.order("set auth-methods " + scenario.method.label);
        mina.order("set idle-timeout 600000");
      }

      @Override
      public void interfere(Scenario scenario) {
        mina.interfere(scenario);
      }

      @Override
      public String toString() {
        return "MINA's server";
      }
    };
  }
}
