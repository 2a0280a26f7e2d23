package dev.sshpulse.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.config.keys.KeyUtils;

/**
 * The program under observation: an SSH server and its clients, told by another JVM what to do.
 *
 * <p>One command a line, one answer a line: {@code ok}, with a result where there is one, or {@code
 * error} and why. The first line is an answer of its own: the server's port. A command is answered
 * when its traffic has come to rest, so that what is done to a connection next meets an idle one.
 */
final class Workload implements AutoCloseable {

  private final Tally tally = new Tally();
  private final Map<Integer, PlainClient> plainClients = new HashMap<>();
  private final DemoServer server;
  private final DemoClient client;
  private int lastId;

  Workload() throws IOException, GeneralSecurityException {
    KeyPair host = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    KeyPair user = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    server = new DemoServer(host, user.getPublic(), tally);
    client = new DemoClient(host.getPublic(), user, tally);
  }

  /** Serves until there are no more commands. */
  void serve(BufferedReader commands, PrintStream answers) throws IOException {
    answers.println("ok " + server.port());
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      answers.println(answer(command));
    }
  }

  private String answer(String command) {
    String[] words = command.split(" ", -1);
    try {
      return "ok " + perform(words[0], words.length > 1 ? Integer.parseInt(words[1]) : 0);
    } catch (Exception e) {
      // One line per answer, whatever a library puts into its message.
      return "error " + command + ": " + e.toString().replace('\n', ' ');
    }
  }

  private Object perform(String verb, int number) throws Exception {
    return switch (verb) {
      case "open" -> open(number);
      case "work" -> client.work(number);
      case "close" -> client.close(number);
      case "gone" -> client.awaitGone(number);
      case "greet" -> greet(number);
      case "push" -> push(number);
      case "refused" -> client.connectWhereNobodyListens();
      case "tally" -> tally.line();
      default -> throw new IllegalArgumentException("no such command");
    };
  }

  private int open(int port) throws IOException {
    client.open(++lastId, port);
    return lastId;
  }

  private int greet(int port) throws IOException, InterruptedException, TimeoutException {
    PlainClient plain = new PlainClient(port, tally);
    plainClients.put(++lastId, plain);
    plain.greet();
    tally.await(Seen.SERVER_OPENED, tally.count(Seen.CLIENT_OPENED));
    return lastId;
  }

  private long push(int id) throws IOException {
    PlainClient plain = plainClients.remove(id);
    if (plain == null) {
      throw new IllegalArgumentException("no such plain client");
    }
    try (plain) {
      return plain.writeIntoTheBrokenPipe();
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
