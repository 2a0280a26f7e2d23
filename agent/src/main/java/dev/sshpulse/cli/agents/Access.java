package dev.sshpulse.cli.agents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.File;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options by which one shows an agent who asks, and knows who answers. */
public final class Access {

  private static final String PASSWORD = "SSHPULSE_PASSWORD";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--user",
      paramLabel = "<name>",
      description =
          "A user of the agent's http.web-config. The password is taken from the environment"
              + " variable SSHPULSE_PASSWORD, or asked for. For those whose URL is given.")
  private @Nullable String user;

  @Option(
      names = "--ca",
      paramLabel = "<file>",
      description = "PEM: the certificate that the agent's is signed with, or the agent's own.")
  private @Nullable File authority;

  @Option(
      names = "--cert",
      paramLabel = "<file>",
      description =
          "PEM: the certificate to show to an agent that wants one of its clients. For those whose"
              + " URL is given.")
  private @Nullable File certificate;

  @Option(
      names = "--key",
      paramLabel = "<file>",
      description = "PEM (PKCS #8): the private key of --cert.")
  private @Nullable File key;

  /**
   * What every request needs.
   *
   * @param user who asks; null for nobody in particular
   * @param authorization the header of that name; null without a user
   * @param sockets for TLS; null for those of the JDK
   */
  record Credentials(
      @Nullable String user, @Nullable String authorization, @Nullable SSLSocketFactory sockets) {}

  /**
   * A password goes to nobody but those whom the command line names: any user of this host may
   * listen where an agent would, or start a JVM that says that one is in it.
   */
  void refuseWhereNotNamed(List<String> arguments) {
    boolean shows = user != null || certificate != null || key != null;
    boolean named = !arguments.isEmpty() && arguments.stream().allMatch(Target::isPlace);
    if (shows && !named) {
      throw new ParameterException(
          command(),
          "--user, --cert and --key are for those whose URL is given, and for no others: name it,"
              + " as http://127.0.0.1:9922");
    }
  }

  private CommandLine command() {
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    return spec.commandLine();
  }

  /** Reads the files, and asks for the password where it must. */
  Credentials open() throws AgentFailure {
    boolean files = authority != null || certificate != null || key != null;
    return new Credentials(
        user,
        user == null ? null : basic(user, password(user)),
        files ? Trust.sockets(authority, certificate, key) : null);
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  /** Never an argument: everybody on the host may read those. */
  @SuppressWarnings("SystemConsoleNull") // On 17 it is.
  private static String password(String user) throws AgentFailure {
    String known = System.getenv(PASSWORD);
    if (known != null) {
      return known;
    }
    Console console = System.console();
    char[] typed = console == null ? null : console.readPassword("Password of %s: ", user);
    if (typed == null) {
      throw new AgentFailure(
          "no password for --user "
              + user
              + ": set "
              + PASSWORD
              + ", for there is no terminal to ask at");
    }
    return new String(typed);
  }
}
