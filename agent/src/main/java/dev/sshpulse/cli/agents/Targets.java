package dev.sshpulse.cli.agents;

import dev.sshpulse.cli.jvms.Jvm;
import dev.sshpulse.cli.jvms.JvmFailure;
import dev.sshpulse.cli.jvms.Jvms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Whom a command's arguments mean; without any, all agents and sidecars of this host. */
public final class Targets {

  /** Agents take the first free one of these, a sidecar the second. */
  private static final int FIRST_PORT = 9922;

  private static final int LAST_PORT = 9931;
  private static final int PATIENCE_MILLIS = 1_000;

  private final List<Target> found = new ArrayList<>();

  private Targets() {}

  /**
   * Finds them.
   *
   * @param arguments URLs, numbers of processes, and regular expressions
   * @throws AgentFailure if one of them means nobody
   */
  public static List<Target> of(List<String> arguments) throws AgentFailure {
    Targets targets = new Targets();
    for (String argument : arguments) {
      targets.add(argument);
    }
    if (arguments.isEmpty()) {
      targets.addThoseOfThisHost();
    }
    return List.copyOf(targets.found);
  }

  private void add(String argument) throws AgentFailure {
    if (Target.isPlace(argument)) {
      found.add(Target.at(argument));
      return;
    }
    List<Jvm> meant = jvms(jvms -> jvms.meantBy(argument));
    if (meant.isEmpty()) {
      throw new AgentFailure(
          "no JVM is meant by '" + argument + "'; java -jar sshpulse.jar list shows all there are");
    }
    meant.forEach(jvm -> found.add(target(jvm)));
  }

  private static Target target(Jvm jvm) {
    String url = jvm.url();
    if (url != null && jvm.listens()) {
      return new Target(URI.create(url), jvm.toString(), "");
    }
    return new Target(null, jvm.toString(), url == null ? unknown(jvm) : url);
  }

  private static String unknown(Jvm jvm) {
    return jvm.watched()
        ? "sshpulse is in it, but does not say where it listens: only its own user ("
            + jvm.user()
            + ") or root may ask, and only while it runs; try again, or name the URL"
        : "sshpulse is not in it: java -jar sshpulse.jar attach " + jvm.pid();
  }

  private void addThoseOfThisHost() throws AgentFailure {
    jvms(Jvms::all).stream().filter(Jvm::watched).map(Targets::target).forEach(found::add);
    // One whose JVM cannot be asked listens there most likely, and so does a sidecar.
    for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
      if (!isFound(port) && isOpen(port)) {
        found.add(new Target(URI.create("http://127.0.0.1:" + port), "", ""));
      }
    }
  }

  /** Whatever it calls itself there: it may speak TLS, or listen at all addresses. */
  private boolean isFound(int port) {
    return found.stream()
        .anyMatch(target -> target.url() != null && target.url().getPort() == port);
  }

  private interface Question {
    List<Jvm> ask(Jvms jvms) throws JvmFailure, IOException;
  }

  private static List<Jvm> jvms(Question question) throws AgentFailure {
    try {
      return question.ask(new Jvms());
    } catch (JvmFailure e) {
      throw new AgentFailure(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new AgentFailure(
          "JVMs cannot be found on this host (" + e + "): name the URL of an agent");
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      return true;
    } catch (IOException e) {
      return false; // nobody is there, which is no failure
    }
  }
}
