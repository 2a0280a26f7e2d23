package dev.sshpulse.packed.peers;

import dev.sshpulse.stack.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Dropbear's {@code dbclient}. */
final class Dropbear implements Client {
  private static final String HERE = "127.0.0.1";
  private static final String PACKAGE = "dropbear-bin";

  @Override
  public List<String> command(Order order) {
    List<String> command = new ArrayList<>();
    command.add(Tool.path("dbclient", PACKAGE));
    command.addAll(List.of("-y", "-y", "-p", "" + order.port(), "-l", order.user()));
    if (order.method() == Method.PUBLIC_KEY) {
      command.addAll(List.of("-i", inItsOwnFormat(order.key()).toString()));
    }
    command.addAll(deed(order));
    return command;
  }

  private static Path inItsOwnFormat(Path key) {
    Path converted = key.resolveSibling(key.getFileName() + ".dropbear");
    if (!Files.exists(converted)) {
      String convert = Tool.path("dropbearconvert", PACKAGE);
      Run.of(convert, "openssh", "dropbear", key.toString(), converted.toString()).text();
    }
    return converted;
  }

  private static List<String> deed(Order order) {
    String argument = order.argument();
    return switch (order.action()) {
      case EXEC -> List.of(HERE, argument);
      case SHELL -> List.of("-T", HERE);
      case DIRECT -> List.of("-B", HERE + ":" + argument, HERE);
      case REMOTE ->
          List.of("-R", HERE + ":" + FreePort.now() + ":" + HERE + ":" + argument, HERE, "through");
      case SFTP, SCP, REKEY ->
          throw new IllegalArgumentException(order.action() + " is not in dbclient");
    };
  }

  @Override
  public Map<String, String> environment(Order order) {
    String home = order.key().getParent().toString();
    return Map.of("HOME", home, "DROPBEAR_PASSWORD", order.password());
  }

  /** It tries a password until the server hangs up, which it takes for a good end. */
  @Override
  public int refused(Method method) {
    return method == Method.PUBLIC_KEY ? 1 : 0;
  }

  @Override
  public int lost() {
    return 0;
  }
}
