package dev.sshpulse.web;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** The private key of a certificate, as PKCS#8 or as OpenSSL wrote it before. */
final class PrivateKeys {
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int LONG_FORM = 0x80;

  private PrivateKeys() {}

  /**
   * Reads it.
   *
   * @param owner the public key of its certificate
   * @throws GeneralSecurityException if it is not that key
   */
  static PrivateKey read(Pem pem, PublicKey owner) throws GeneralSecurityException {
    byte[] pkcs8 =
        pem.label.equals("PRIVATE KEY") ? pem.bytes : wrapped(pem.bytes, owner.getEncoded());
    PrivateKey key =
        KeyFactory.getInstance(owner.getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    if (!belongTogether(key, owner)) {
      throw new GeneralSecurityException("another key");
    }
    return key;
  }

  /**
   * PKCS#8 (RFC 5208) around PKCS#1 or SEC 1: version 0, algorithm, key. Which algorithm and curve
   * it is of, the certificate's public key says.
   */
  private static byte[] wrapped(byte[] key, byte[] publicKey) throws GeneralSecurityException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {INTEGER, 1, 0});
    body.writeBytes(algorithm(publicKey));
    body.writeBytes(tagged(OCTET_STRING, key));
    return tagged(SEQUENCE, body.toByteArray());
  }

  /** The first element of what is one sequence (SubjectPublicKeyInfo, RFC 5280). */
  private static byte[] algorithm(byte[] publicKey) {
    int start = headerLength(publicKey, 0);
    int end = start + headerLength(publicKey, start) + contentLength(publicKey, start);
    return Arrays.copyOfRange(publicKey, start, end);
  }

  private static int headerLength(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return first < LONG_FORM ? 2 : 2 + first - LONG_FORM;
  }

  private static int contentLength(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < LONG_FORM) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < first - LONG_FORM; i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (content.length >= LONG_FORM) {
      der.write(LONG_FORM + bytesOf(content.length));
    }
    for (int i = bytesOf(content.length) - 1; i >= 0; i--) {
      der.write(content.length >> (Byte.SIZE * i));
    }
    der.writeBytes(content);
    return der.toByteArray();
  }

  /** DER takes the shortest form alone. */
  private static int bytesOf(int length) {
    return length < 1 << Byte.SIZE ? 1 : length < 1 << (2 * Byte.SIZE) ? 2 : 3;
  }

  private static boolean belongTogether(PrivateKey key, PublicKey owner)
      throws GeneralSecurityException {
    if (key instanceof RSAKey mine && owner instanceof RSAKey theirs) {
      return mine.getModulus().equals(theirs.getModulus());
    }
    String algorithm = owner.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "EdDSA";
    Signature signature = Signature.getInstance(algorithm);
    byte[] anything = owner.getEncoded();
    signature.initSign(key);
    signature.update(anything);
    byte[] signed = signature.sign();
    signature.initVerify(owner);
    signature.update(anything);
    return signature.verify(signed);
  }
}
