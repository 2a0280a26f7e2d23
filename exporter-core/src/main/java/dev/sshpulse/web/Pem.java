package dev.sshpulse.web;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** One block of PEM (RFC 7468); what stands between blocks is left out. */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  final String label;
  final byte[] bytes;

  /** By the old way of RFC 1421; then there are no bytes. */
  final boolean encrypted;

  private Pem(String label, byte[] bytes, boolean encrypted) {
    this.label = label;
    this.bytes = bytes;
    this.encrypted = encrypted;
  }

  /**
   * All blocks of a text.
   *
   * @throws IllegalArgumentException if one is not what it says it is
   */
  static List<Pem> all(String text) {
    List<Pem> blocks = new ArrayList<>();
    List<String> body = new ArrayList<>();
    String label = null;
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
        label = line.substring(BEGIN.length(), line.length() - DASHES.length());
        body.clear();
      } else if (label != null && line.equals(END + label + DASHES)) {
        blocks.add(block(label, body));
        label = null;
      } else if (label != null) {
        body.add(line);
      }
    }
    if (label != null) {
      throw new IllegalArgumentException("cut short");
    }
    return blocks;
  }

  /** Header lines have a colon, which base64 has not. */
  private static Pem block(String label, List<String> body) {
    StringBuilder base64 = new StringBuilder();
    boolean headers = false;
    for (String line : body) {
      if (line.indexOf(':') >= 0) {
        headers = true;
      } else {
        base64.append(line);
      }
    }
    // What is encrypted so is not to be read; it need not even be base64 to the end.
    return new Pem(
        label, headers ? new byte[0] : Base64.getDecoder().decode(base64.toString()), headers);
  }

  boolean isCertificate() {
    return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
  }

  boolean isPrivateKey() {
    return label.equals("PRIVATE KEY") || label.endsWith(" PRIVATE KEY");
  }
}
