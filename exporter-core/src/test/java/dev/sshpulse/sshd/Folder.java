package dev.sshpulse.sshd;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files as a test writes them; an asterisk stands at the end of a pattern, before its suffix. */
final class Folder {
  static final String MAIN = "/etc/ssh/sshd_config";

  private final Map<String, String> files = new TreeMap<>();

  Folder with(String path, String... lines) {
    files.put(path, String.join("\n", lines) + "\n");
    return this;
  }

  static SshdConfig config(String... lines) throws IOException {
    return new Folder().with(MAIN, lines).config();
  }

  SshdConfig config() throws IOException {
    return SshdConfig.read(MAIN, this::read, this::matching);
  }

  private String read(String path) throws IOException {
    String text = files.get(path);
    if (text == null) {
      throw new IOException(path + " does not exist here");
    }
    return text;
  }

  private List<String> matching(String pattern) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return files.containsKey(pattern) ? List.of(pattern) : List.of();
    }
    String before = pattern.substring(0, star);
    String after = pattern.substring(star + 1);
    return files.keySet().stream()
        .filter(path -> path.startsWith(before) && path.endsWith(after))
        .toList();
  }
}
