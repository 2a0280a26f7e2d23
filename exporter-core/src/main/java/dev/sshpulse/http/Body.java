package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** An answer's body as it leaves. */
final class Body {

  /** Less fits into one packet as it is. */
  private static final int WORTH_COMPRESSING = 1_400;

  private static final int BUFFER = 8_192;

  final byte[] bytes;
  final boolean compressed;

  private Body(byte[] bytes, boolean compressed) {
    this.bytes = bytes;
    this.compressed = compressed;
  }

  /** In UTF-8, compressed where that is allowed and worth its while. */
  static Body of(String text, boolean mayBeCompressed) {
    byte[] plain = text.getBytes(UTF_8);
    return mayBeCompressed && plain.length > WORTH_COMPRESSING
        ? new Body(gzip(plain), true)
        : new Body(plain, false);
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, BUFFER)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from memory
    }
    return bytes.toByteArray();
  }
}
