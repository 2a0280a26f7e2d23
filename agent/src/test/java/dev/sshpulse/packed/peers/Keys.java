package dev.sshpulse.packed.peers;

import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two pairs of RSA keys, of which a server knows one, in the only format that every peer reads:
 * PEM.
 */
record Keys(Path known, Path unknown) {

  /** Makes them in a directory. */
  static Keys in(Path directory) throws IOException {
    return new Keys(pair(directory.resolve("known")), pair(directory.resolve("unknown")));
  }

  private static Path pair(Path file) throws IOException {
    String keygen = Tool.path("ssh-keygen", "openssh-client");
    Run.of(keygen, "-q", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "", "-f", "" + file).text();
    inJavasFormat(keygen, file);
    return file;
  }

  /** The same beside it as PKCS#8, which is what Java reads without a library. */
  private static void inJavasFormat(String keygen, Path file) throws IOException {
    Path copy = Files.copy(file, file.resolveSibling(file.getFileName() + ".pk8"));
    Run.of(keygen, "-q", "-p", "-m", "PKCS8", "-N", "", "-P", "", "-f", "" + copy).text();
  }

  /** The known public key as X.509 in PEM. */
  Path knownToJava() throws IOException {
    String keygen = Tool.path("ssh-keygen", "openssh-client");
    String pem = Run.of(keygen, "-e", "-m", "PKCS8", "-f", known + ".pub").text();
    return Files.writeString(known.resolveSibling("known.x509"), pem);
  }
}
