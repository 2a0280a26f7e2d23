package dev.sshpulse.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A key and a certificate that it has signed itself, made by the JDK's keytool. */
public final class TestKeys {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Map<String, TestKeys> MADE = new ConcurrentHashMap<>();

  public final String certificate;
  public final String key;

  /** As {@link java.security.Key#getEncoded} has it: PKCS#8. */
  final byte[] pkcs8;

  /** With this key algorithm of keytool, such as RSA, EC or Ed25519; one for all tests. */
  public static TestKeys of(String algorithm) {
    return MADE.computeIfAbsent(algorithm, TestKeys::make);
  }

  /** Another than those before. */
  public static TestKeys another() {
    return make("EC");
  }

  private static TestKeys make(String algorithm) {
    try {
      return new TestKeys(algorithm);
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private TestKeys(String algorithm)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = Files.createTempDirectory("keys").resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                algorithm,
                "-alias",
                "key",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1,uri:spiffe://example/test,email:a@example.org",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    if (keytool.waitFor() != 0) {
      throw new IOException(said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    pkcs8 = keys.getKey("key", PASSWORD).getEncoded();
    certificate = pem("CERTIFICATE", keys.getCertificate("key").getEncoded());
    key = pem("PRIVATE KEY", pkcs8);
    Files.delete(store);
    Files.delete(store.getParent());
  }

  static String pem(String label, byte[] bytes) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** The key as it was written before PKCS#8, which has it as its last element. */
  String unwrapped(String label) {
    for (int at = 4; at < pkcs8.length; at++) {
      // An octet string that reaches to the end.
      if (pkcs8[at] == 4 && endsAtTheEnd(at)) {
        return pem(label, Arrays.copyOfRange(pkcs8, at + headerLength(at), pkcs8.length));
      }
    }
    throw new AssertionError("no key in it");
  }

  private boolean endsAtTheEnd(int at) {
    int first = pkcs8[at + 1] & 0xff;
    int length = first;
    if (first == 0x81) {
      length = pkcs8[at + 2] & 0xff;
    } else if (first == 0x82) {
      length = (pkcs8[at + 2] & 0xff) << 8 | pkcs8[at + 3] & 0xff;
    }
    return at + headerLength(at) + length == pkcs8.length;
  }

  private int headerLength(int at) {
    int first = pkcs8[at + 1] & 0xff;
    return first < 0x80 ? 2 : 2 + first - 0x80;
  }
}
