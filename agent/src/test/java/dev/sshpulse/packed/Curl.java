package dev.sshpulse.packed;

import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What curl made of one request.
 *
 * @param exit its exit code; 0 if there was an answer of whatever status
 * @param answer header and body, or what curl said instead
 */
record Curl(int exit, String answer) {

  /** Asks with these options, from this folder. */
  static Curl ask(Path folder, String url, String... options) {
    List<String> command = new ArrayList<>(List.of(Tool.path("curl", "curl"), "-sSi"));
    command.addAll(List.of(options));
    command.add(url);
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Curl(process.waitFor(), answer);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The status; 0 without an answer. */
  int status() {
    return exit == 0 ? Integer.parseInt(answer.split(" ")[1]) : 0;
  }
}
