package dev.sshpulse.packed.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lets a library in a watched host play a scenario against a server, which does its part. */
final class LibraryPlay {
  private final Dialogue host;
  private final LibraryServer server;
  private final Keys keys;
  private final Target target;
  private final Path directory;

  LibraryPlay(Dialogue host, LibraryServer server, Keys keys, Target target, Path directory) {
    this.host = host;
    this.server = server;
    this.keys = keys;
    this.target = target;
    this.directory = directory;
  }

  /** What came of it; returns when the library has closed. */
  Saw run(JavaLibrary library, Scenario scenario) throws IOException {
    server.before(scenario);
    Files.deleteIfExists(directory.resolve("file.put"));
    Files.deleteIfExists(directory.resolve("file.got"));
    host.say(String.join("\t", words(library, scenario)));
    List<String> out = new ArrayList<>();
    String line = host.hear();
    for (; line.startsWith("out "); line = host.hear()) {
      out.add(line.substring("out ".length()));
      if (line.equals("out ready")) {
        server.interfere(scenario);
      }
    }
    if (Files.exists(directory.resolve("file.got"))) {
      out.addAll(Files.readAllLines(directory.resolve("file.got")));
    }
    return new Saw(line.substring("done ".length()), out);
  }

  private List<String> words(JavaLibrary library, Scenario scenario) {
    boolean right = scenario.login != Scenario.Login.WRONG_CREDENTIAL;
    Path key = right ? keys.known() : keys.unknown();
    String password = right ? server.password() : "wrong";
    return List.of(
        library.folder().toString(),
        library.probe,
        scenario.action.name().toLowerCase(Locale.ROOT),
        "" + server.port(),
        scenario.login == Scenario.Login.UNKNOWN_USER ? "nosuchuser" : server.user(),
        scenario.method.label,
        scenario.method == Method.PUBLIC_KEY ? key.toString() : password,
        argument(scenario));
  }

  private String argument(Scenario scenario) {
    return switch (scenario.action) {
      case SFTP -> directory.resolve("file").toString();
      case DIRECT -> "" + target.port();
      case REMOTE -> target.port() + " " + server.throughCommand();
      default -> scenario.argument.equals("wait") ? server.waitCommand() : scenario.argument;
    };
  }

  /**
   * What there is to see of a library.
   *
   * @param outcome the exit status, or {@code refused} or {@code lost} and why
   * @param out the lines that the other side printed, or of the file that came back
   */
  record Saw(String outcome, List<String> out) {}
}
