package dev.sshpulse.packed.peers;

import static dev.sshpulse.probe.ServerForPeers.PASSWORD;
import static dev.sshpulse.probe.ServerForPeers.USER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lets a client play a scenario against our server, which does its part. */
final class Play {
  private static final String NEVER_IDLE = "set idle-timeout 600000";

  private final MinaHost server;
  private final Keys keys;
  private final Target target;
  private final Path directory;

  Play(MinaHost server, Keys keys, Target target, Path directory) {
    this.server = server;
    this.keys = keys;
    this.target = target;
    this.directory = directory;
  }

  /** What the client printed, and its exit status; returns when it has ended. */
  Saw run(Client client, Scenario scenario) throws IOException {
    server.order("set auth-methods " + scenario.method.label);
    Order order = order(scenario);
    try (Run run = Run.start(client.command(order), client.environment(order))) {
      type(client.input(order), run, order);
      if (scenario.argument.equals("wait")) {
        run.awaitOutput("ready");
        if (scenario.end == Scenario.End.KILLED) {
          run.kill();
        } else {
          server.interfere(scenario);
        }
      }
      int status = run.status();
      return new Saw(status, result(scenario, run), run.err());
    } finally {
      server.order(NEVER_IDLE);
    }
  }

  private static void type(String input, Run run, Order order) {
    run.type(input);
    if (order.action() == Action.DIRECT || order.action() == Action.SFTP) {
      run.endInput();
    }
  }

  private String result(Scenario scenario, Run run) throws IOException {
    return switch (scenario.action) {
      case SFTP -> Files.readString(directory.resolve("file.got"));
      case SCP -> Files.readString(directory.resolve("file.put"));
      default -> run.out();
    };
  }

  private Order order(Scenario scenario) throws IOException {
    boolean right = scenario.login != Scenario.Login.WRONG_CREDENTIAL;
    return new Order(
        server.port(),
        server.hostKey(),
        scenario.login == Scenario.Login.UNKNOWN_USER ? "nobody" : USER,
        scenario.method,
        right ? PASSWORD : "wrong",
        right ? keys.known() : keys.unknown(),
        scenario.action,
        argument(scenario));
  }

  private String argument(Scenario scenario) throws IOException {
    return switch (scenario.action) {
      case SFTP, SCP -> Files.writeString(directory.resolve("file"), "hello\n").toString();
      case DIRECT, REMOTE -> "" + target.port();
      default -> scenario.argument;
    };
  }

  /**
   * What came of a scenario on the client's side: its exit status, and what it printed or fetched.
   */
  record Saw(int status, String out, String err) {}
}
