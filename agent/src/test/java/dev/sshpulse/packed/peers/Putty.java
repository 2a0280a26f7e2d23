package dev.sshpulse.packed.peers;

import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PuTTY's {@code plink}, {@code psftp} and {@code pscp}. */
final class Putty implements Client {
  private static final String HERE = "127.0.0.1";
  private static final String PACKAGE = "putty-tools";

  @Override
  public List<String> command(Order order) {
    List<String> command = new ArrayList<>();
    command.add(Tool.path(program(order), PACKAGE));
    command.addAll(List.of("-batch", "-noagent", "-hostkey", order.hostKey()));
    command.addAll(List.of("-P", "" + order.port(), "-l", order.user()));
    if (order.method() == Method.PUBLIC_KEY) {
      command.addAll(List.of("-i", inItsOwnFormat(order.key()).toString()));
    } else {
      command.addAll(List.of("-pw", order.password()));
    }
    command.addAll(deed(order));
    return command;
  }

  private static String program(Order order) {
    return switch (order.action()) {
      case SFTP -> "psftp";
      case SCP -> "pscp";
      default -> "plink";
    };
  }

  private static Path inItsOwnFormat(Path key) {
    Path ppk = key.resolveSibling(key.getFileName() + ".ppk");
    if (!Files.exists(ppk)) {
      Run.of(Tool.path("puttygen", PACKAGE), key.toString(), "-o", ppk.toString()).text();
    }
    return ppk;
  }

  private static List<String> deed(Order order) {
    String argument = order.argument();
    return switch (order.action()) {
      case EXEC -> List.of(HERE, argument);
      case SHELL -> List.of("-T", HERE);
      case SFTP -> List.of("-b", script(argument), HERE);
      case SCP -> List.of("-scp", argument, HERE + ":" + argument + ".put");
      case DIRECT -> List.of("-nc", HERE + ":" + argument, HERE);
      case REMOTE ->
          List.of("-R", HERE + ":" + FreePort.now() + ":" + HERE + ":" + argument, HERE, "through");
      case REKEY -> throw new IllegalArgumentException("plink asks for new keys by volume or time");
    };
  }

  private static String script(String file) {
    try {
      String deeds = "put %s %s.put\nget %s.put %s.got\n".formatted(file, file, file, file);
      return Files.writeString(Path.of(file + ".psftp"), deeds).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its settings are not those of whoever runs the tests. */
  @Override
  public Map<String, String> environment(Order order) {
    return Map.of("HOME", order.key().getParent().toString());
  }

  @Override
  public int refused(Method method) {
    return 1;
  }

  @Override
  public int lost() {
    return 1;
  }
}
