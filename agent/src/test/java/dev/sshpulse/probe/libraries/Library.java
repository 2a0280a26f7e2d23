package dev.sshpulse.probe.libraries;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * One connection of one library to a server on loopback.
 *
 * <p>Takes the action, the port, the user, the method, the credential and the argument, as in the
 * tests' {@code Order}; the credential of publickey is a file with an RSA key in PEM, beside which
 * the same key lies in PKCS#8, with {@code .pk8} after its name. The argument of {@code remote} is
 * a port of this side, and after a blank the command that uses the forwarding, in which {@code
 * PORT} stands for the server's port. {@code beat} runs the command {@code wait} with keepalives,
 * {@code hurry} is {@code exec} with little patience for the connection, and {@code distrust} takes
 * no key of the server's. Before the port may stand a host and a colon.
 *
 * <p>Gives {@code <exit status>}, {@code refused <why>} or {@code lost <why>}.
 */
abstract class Library implements BiFunction<List<String>, Consumer<String>, String> {
  static final String HERE = "127.0.0.1";
  static final int PATIENCE_MILLIS = 30_000;
  static final int BEAT_MILLIS = 200;

  /** So many keepalives may be without an answer: on a busy machine any answer may be late. */
  static final int MOST_UNANSWERED = 20;

  private static final Queue<Socket> BOUND = new ConcurrentLinkedQueue<>();

  private Consumer<String> out;
  private String host = HERE;
  private String action;
  private String argument;

  @Override
  public final String apply(List<String> words, Consumer<String> printed) {
    out = printed;
    action = words.get(0);
    argument = words.get(5);
    try {
      connect(words.get(2), port(words.get(1)), words.get(3));
      String refusal = logIn(words.get(2), words.get(3), words.get(4));
      return refusal != null ? "refused " + refusal : outcome(act());
    } catch (Exception | LinkageError e) {
      return "lost " + e + " of " + e.getCause();
    } finally {
      close();
    }
  }

  private static String outcome(Integer status) {
    return status == null ? "lost before its exit status" : status.toString();
  }

  private int port(String place) {
    int colon = place.indexOf(':');
    if (colon >= 0) {
      host = place.substring(0, colon);
    }
    return Integer.parseInt(place.substring(colon + 1));
  }

  /** Where to connect to. */
  final String host() {
    return host;
  }

  /** Whether it takes any key of the server's. */
  final boolean trusts() {
    return !action.equals("distrust");
  }

  /** For how long it waits for a connection. */
  final int patienceMillis() {
    return action.equals("hurry") ? 300 : PATIENCE_MILLIS;
  }

  /** Whether it sends keepalives that want an answer. */
  final boolean asks() {
    return action.equals("beat") && argument.equals("asking");
  }

  /** Whether it sends keepalives that nobody answers. */
  final boolean murmurs() {
    return action.equals("beat") && argument.equals("murmuring");
  }

  private Integer act() throws Exception {
    switch (action) {
      case "beat":
        return exec("wait");
      case "exec":
      case "hurry":
        return exec(argument);
      case "shell":
        return shell(argument.replace(';', '\n') + "\n");
      case "sftp":
        sftp(argument);
        return 0;
      case "direct":
        direct(Integer.parseInt(argument));
        return 0;
      case "remote":
        String[] parts = argument.split(" ", 2);
        return exec(parts[1].replace("PORT", "" + remote(Integer.parseInt(parts[0]))));
      case "rekey":
        rekey();
        return exec(argument);
      default:
        throw new IllegalArgumentException("not an action: " + action);
    }
  }

  abstract void connect(String user, int port, String method) throws Exception;

  /** Why it was refused, or null. */
  abstract String logIn(String user, String method, String credential) throws Exception;

  /** The exit status, or null where there was none. */
  abstract Integer exec(String command) throws Exception;

  abstract Integer shell(String typed) throws Exception;

  abstract void sftp(String file) throws Exception;

  abstract void direct(int port) throws Exception;

  /** Asks for a port that leads to this one; gives the server's. */
  abstract int remote(int port) throws Exception;

  abstract void rekey() throws Exception;

  abstract void close();

  final void print(InputStream in) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      out.accept(line);
    }
  }

  /** Says hello to what a channel leads to, and prints the answer. */
  final void greet(OutputStream to, InputStream from) throws IOException {
    to.write("hello\n".getBytes(StandardCharsets.UTF_8));
    to.flush();
    var answer = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8));
    out.accept(answer.readLine());
  }

  static KeyPair keyPair(String file) throws Exception {
    String pem = new String(Files.readAllBytes(Path.of(file + ".pk8")), StandardCharsets.US_ASCII);
    byte[] encoded = Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]*-----|\\s", ""));
    KeyFactory rsa = KeyFactory.getInstance("RSA");
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) rsa.generatePrivate(new PKCS8EncodedKeySpec(encoded));
    var publicKey = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
    return new KeyPair(rsa.generatePublic(publicKey), key);
  }

  /**
   * A port of the server, for libraries that cannot let it choose: it is on this machine. It stays
   * bound, so the kernel gives it to nobody else; the server may listen there, with SO_REUSEADDR.
   */
  static int freePort() throws IOException {
    Socket bound = new Socket();
    bound.setReuseAddress(true);
    bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    BOUND.add(bound);
    return bound.getLocalPort();
  }
}
