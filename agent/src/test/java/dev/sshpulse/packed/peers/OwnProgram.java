package dev.sshpulse.packed.peers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A program of ours on a library that brings none; {@code src/test/peers/README.md}. */
final class OwnProgram implements Client {
  private static final Path BUILT = Path.of("target/peers");
  private static final Path SOURCES = Path.of("src/test/peers");

  private final List<String> command;

  private OwnProgram(Path program, String... arguments) {
    command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
  }

  /** One in Python. */
  static OwnProgram python(String script) {
    return new OwnProgram(BUILT.resolve("python/bin/python"), SOURCES.resolve(script).toString());
  }

  /** One that was compiled. */
  static OwnProgram built(String name) {
    return new OwnProgram(BUILT.resolve(name));
  }

  @Override
  public List<String> command(Order order) {
    String program = command.get(0);
    assumeTrue(
        Files.isExecutable(Path.of(program)),
        "missing: agent/" + program + " (agent/src/test/peers/provide makes it)");
    List<String> all = new ArrayList<>(command);
    all.add(order.action().name().toLowerCase(Locale.ROOT));
    all.addAll(List.of("" + order.port(), order.user(), order.method().label));
    all.addAll(List.of(order.credential(), order.argument()));
    return all;
  }

  @Override
  public Map<String, String> environment(Order order) {
    return Map.of("PYTHONUNBUFFERED", "1");
  }

  @Override
  public String input(Order order) {
    return "";
  }

  @Override
  public int refused(Method method) {
    return 10;
  }

  @Override
  public int lost() {
    return 11;
  }
}
