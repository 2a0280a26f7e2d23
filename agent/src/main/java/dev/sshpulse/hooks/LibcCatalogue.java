package dev.sshpulse.hooks;

import java.io.DataInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The C library's messages in the languages of this process.
 *
 * <p>Reads GNU gettext's binary catalogues (gettext manual, "The Format of GNU MO Files"), as the C
 * library does, by the rules of its environment variables. Nothing is read where the language is
 * English.
 */
final class LibcCatalogue {
  private static final int MAGIC = 0x950412de;
  private static final int HEADER_BYTES = 20;
  private static final int LONGEST_FILE = 4 << 20;

  private LibcCatalogue() {}

  /**
   * The translations that strerror(3) may use.
   *
   * @param directory where locales live, {@code /usr/share/locale}
   * @param environment the process's variables
   * @param encoding in which the JDK decodes the C library's texts: {@code sun.jnu.encoding}
   */
  static List<Map<String, String>> read(
      File directory, Map<String, String> environment, @Nullable String encoding) {
    List<Map<String, String>> catalogues = new ArrayList<>();
    for (String name : names(environment)) {
      File file = new File(new File(new File(directory, name), "LC_MESSAGES"), "libc.mo");
      Map<String, String> catalogue = read(file, encoding);
      if (catalogue != null) {
        catalogues.add(catalogue);
      }
    }
    return catalogues;
  }

  private static @Nullable Map<String, String> read(File file, @Nullable String encoding) {
    if (!file.isFile() || file.length() > LONGEST_FILE) {
      return null;
    }
    try {
      return parse(bytes(file), encoding);
    } catch (IOException | RuntimeException e) {
      return null; // what this cannot read, the C library cannot either, and speaks English
    }
  }

  /** Locale names from most to least exact, for each language that is asked for. */
  private static Set<String> names(Map<String, String> environment) {
    Set<String> names = new LinkedHashSet<>();
    for (String variable : new String[] {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
      String value = environment.get(variable);
      if (value != null) {
        addAll(names, value);
      }
    }
    return names;
  }

  private static void addAll(Set<String> names, String languages) {
    int from = 0;
    while (from <= languages.length()) {
      int colon = languages.indexOf(':', from);
      int to = colon < 0 ? languages.length() : colon;
      addForms(names, languages.substring(from, to));
      from = to + 1;
    }
  }

  private static void addForms(Set<String> names, String locale) {
    if (locale.isEmpty()
        || locale.equals("C")
        || locale.startsWith("C.")
        || locale.startsWith("en")
        || locale.equals("POSIX")
        || locale.indexOf('/') >= 0) {
      return;
    }
    String modifier = locale.indexOf('@') < 0 ? "" : locale.substring(locale.indexOf('@'));
    String base = locale.substring(0, locale.length() - modifier.length());
    String plain = base.indexOf('.') < 0 ? base : base.substring(0, base.indexOf('.'));
    String language = plain.indexOf('_') < 0 ? plain : plain.substring(0, plain.indexOf('_'));
    names.add(locale);
    names.add(plain + modifier);
    names.add(plain);
    names.add(language + modifier);
    names.add(language);
  }

  private static byte[] bytes(File file) throws IOException {
    try (InputStream in = new FileInputStream(file);
        DataInputStream data = new DataInputStream(in)) {
      byte[] bytes = new byte[(int) file.length()];
      data.readFully(bytes);
      return bytes;
    }
  }

  private static Map<String, String> parse(byte[] bytes, @Nullable String encoding)
      throws IOException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER_BYTES) {
      throw new IOException("not a catalogue: " + bytes.length + " bytes");
    }
    if (file.getInt(0) != MAGIC) {
      file.order(ByteOrder.BIG_ENDIAN);
    }
    if (file.getInt(0) != MAGIC) {
      throw new IOException("not a catalogue: it begins with " + file.getInt(0));
    }
    return wanted(file, encoding);
  }

  private static Map<String, String> wanted(ByteBuffer file, @Nullable String encoding) {
    Map<String, String> all = new HashMap<>();
    for (String message : ErrorTexts.messages()) {
      all.put(message, "");
    }
    Map<String, String> found = new HashMap<>();
    int count = file.getInt(8);
    int originals = file.getInt(12);
    int translations = file.getInt(16);
    Charset charset = charset(text(file, translations, StandardCharsets.ISO_8859_1));
    for (int i = 0; i < count; i++) {
      String original = text(file, originals + 8 * i, StandardCharsets.ISO_8859_1);
      if (all.containsKey(original)) {
        found.put(original, asTheJdkSees(text(file, translations + 8 * i, charset), encoding));
      }
    }
    return found;
  }

  /** The header is the translation of the empty message, and that sorts first. */
  private static Charset charset(String header) {
    int at = header.indexOf("charset=");
    if (at < 0) {
      return StandardCharsets.UTF_8;
    }
    int end = header.indexOf('\n', at);
    String name = header.substring(at + "charset=".length(), end < 0 ? header.length() : end);
    return Charset.forName(name.trim());
  }

  private static String text(ByteBuffer file, int entry, Charset charset) {
    byte[] bytes = new byte[file.getInt(entry)];
    ByteBuffer from = file.duplicate();
    from.position(file.getInt(entry + 4));
    from.get(bytes);
    return new String(bytes, charset);
  }

  /** A character that the locale's encoding lacks reaches Java as a question mark. */
  private static String asTheJdkSees(String text, @Nullable String encoding) {
    if (encoding == null || !Charset.isSupported(encoding)) {
      return text;
    }
    Charset charset = Charset.forName(encoding);
    return new String(text.getBytes(charset), charset);
  }
}
