package dev.sshpulse.packed;

import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority of a test's own, by openssl; its certificate is {@code ca.pem}. */
final class TestAuthority {
  private final String openssl = Tool.path("openssl", "openssl");
  private final Path folder;
  private int issued;

  TestAuthority(Path folder) throws Exception {
    this.folder = folder;
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=authority",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem");
  }

  /**
   * Makes {@code name.pem} and {@code name.key}, or replaces them, each at once.
   *
   * @param names as openssl writes them: {@code DNS:localhost,IP:127.0.0.1}
   */
  TestAuthority issue(String name, String names) throws Exception {
    String fresh = "fresh" + ++issued;
    Files.writeString(folder.resolve(fresh + ".ext"), "subjectAltName=" + names + "\n");
    openssl(
        "req -newkey rsa:2048 -nodes -subj /CN=" + name,
        "-keyout",
        fresh + ".key",
        "-out",
        fresh + ".csr");
    openssl(
        "x509 -req -days 2 -CA ca.pem -CAkey ca.key -set_serial " + issued,
        "-in",
        fresh + ".csr",
        "-extfile",
        fresh + ".ext",
        "-out",
        fresh + ".pem");
    // As OpenSSL wrote keys before its version 3.
    openssl("rsa -traditional", "-in", fresh + ".key", "-out", fresh + ".rsa");
    replace(fresh + ".pem", name + ".pem");
    replace(fresh + ".rsa", name + ".key");
    return this;
  }

  private void replace(String from, String to) throws IOException {
    Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
  }

  private void openssl(String words, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of(openssl));
    command.addAll(List.of(words.split(" ")));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + said);
    }
  }
}
