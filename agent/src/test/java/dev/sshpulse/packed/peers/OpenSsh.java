package dev.sshpulse.packed.peers;

import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** OpenSSH's {@code ssh}, {@code sftp} and {@code scp}. */
final class OpenSsh implements Client {
  private static final String HERE = "127.0.0.1";

  @Override
  public List<String> command(Order order) {
    List<String> command = new ArrayList<>(List.of(program(order)));
    command.addAll(List.of("-F", "none", "-i", order.key().toString()));
    for (String option : options(order)) {
      command.addAll(List.of("-o", option));
    }
    command.addAll(deed(order));
    return command;
  }

  private static String program(Order order) {
    String name =
        switch (order.action()) {
          case SFTP -> "sftp";
          case SCP -> "scp";
          default -> "ssh";
        };
    return Tool.path(name, "openssh-client");
  }

  private static List<String> options(Order order) {
    return List.of(
        "Port=" + order.port(),
        "User=" + order.user(),
        "PreferredAuthentications=" + order.method().label,
        "NumberOfPasswordPrompts=1",
        "IdentitiesOnly=yes",
        "StrictHostKeyChecking=no",
        "UserKnownHostsFile=/dev/null",
        "LogLevel=ERROR");
  }

  private static List<String> deed(Order order) {
    String argument = order.argument();
    return switch (order.action()) {
      case EXEC -> List.of(HERE, argument);
      case SHELL -> List.of("-T", HERE);
      case SFTP -> List.of(HERE);
      case SCP -> List.of("-O", argument, HERE + ":" + argument + ".put");
      case DIRECT -> List.of("-W", HERE + ":" + argument, HERE);
      case REMOTE -> List.of("-R", HERE + ":0:" + HERE + ":" + argument, HERE, "through");
      case REKEY -> throw new IllegalArgumentException("ssh asks for new keys by volume or time");
    };
  }

  @Override
  public String input(Order order) {
    String file = order.argument();
    return order.action() == Action.SFTP
        ? "put %s %s.put\nget %s.put %s.got\n".formatted(file, file, file, file)
        : Client.super.input(order);
  }

  /** It wants no password on its command line: a program must tell it. */
  @Override
  public Map<String, String> environment(Order order) {
    Path askPass = order.key().resolveSibling("askpass");
    try {
      Files.writeString(askPass, "#!/bin/sh\necho \"$PEER_PASSWORD\"\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean executable = askPass.toFile().setExecutable(true);
    assert executable;
    return Map.of(
        "SSH_ASKPASS",
        askPass.toString(),
        "SSH_ASKPASS_REQUIRE",
        "force",
        "PEER_PASSWORD",
        order.password());
  }

  @Override
  public int refused(Method method) {
    return 255;
  }

  @Override
  public int lost() {
    return 255;
  }
}
