package dev.sshpulse.sshd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through the lines of sshd_config, and of what it includes, in the order of sshd. */
final class SshdConfigReader {
  /** As in OpenSSH's servconf.c. */
  private static final int DEEPEST = 16;

  /** A file may be included more than once, and by more than one. */
  private static final int MOST_FILES = 1000;

  private static final int MOST_LINES = 200_000;
  private static final int LONGEST_SHOWN = 200;

  private final String main;
  private final SshdConfig.Reading reading;
  private final SshdConfig.Matching matching;
  private final SshdSettings settings = new SshdSettings();
  private final List<String> notes = new ArrayList<>();
  private int files;
  private int lines;

  SshdConfigReader(String main, SshdConfig.Reading reading, SshdConfig.Matching matching) {
    this.main = main;
    this.reading = reading;
    this.matching = matching;
  }

  void read() throws IOException {
    read(main, MatchContext.NONE, 0);
  }

  SshdSettings settings() {
    return settings;
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  private void read(String path, MatchContext around, int depth) throws IOException {
    if (++files > MOST_FILES) {
      throw new IOException(main + " includes more than " + MOST_FILES + " files");
    }
    MatchContext context = around;
    int number = 0;
    for (String text : reading.read(path).split("\n", -1)) {
      context = line(new Place(path, ++number, depth), text, around, context);
    }
  }

  /** Where a line stands. */
  private record Place(String path, int number, int depth) {
    @Override
    public String toString() {
      return path + " line " + number;
    }
  }

  private MatchContext line(Place place, String text, MatchContext around, MatchContext context)
      throws IOException {
    if (++lines > MOST_LINES) {
      throw new IOException(main + " and what it includes has more than " + MOST_LINES + " lines");
    }
    try {
      ConfigLine line = ConfigLine.of(text);
      return line == null ? context : line(place, line, around, context);
    } catch (IllegalArgumentException e) {
      throw new IOException(place + ": " + shown(text) + ": " + e.getMessage(), e);
    }
  }

  private MatchContext line(Place place, ConfigLine line, MatchContext around, MatchContext context)
      throws IOException {
    if (line.keyword().equalsIgnoreCase("Match")) {
      return around.and(line.arguments());
    }
    if (line.keyword().equalsIgnoreCase("Include")) {
      include(place, line.arguments(), context);
    } else {
      settings.take(place.toString(), line, context);
    }
    return context;
  }

  private void include(Place place, List<String> patterns, MatchContext context)
      throws IOException {
    if (place.depth() == DEEPEST) {
      throw new IllegalArgumentException("files include each other " + DEEPEST + " deep");
    }
    for (String pattern : patterns) {
      List<String> included = matching.matching(absolute(pattern));
      if (included.isEmpty()) {
        notes.add(place + ": Include " + shown(pattern) + " matches no file that is seen here");
      }
      for (String path : included) {
        read(path, context, place.depth() + 1);
      }
    }
  }

  private String absolute(String pattern) {
    return pattern.startsWith("/")
        ? pattern
        : main.substring(0, main.lastIndexOf('/') + 1) + pattern;
  }

  /** On one line, and no longer than somebody reads. */
  static String shown(@Nullable String text) {
    StringBuilder shown = new StringBuilder();
    String stripped = text == null ? "" : text.strip();
    for (int i = 0; i < stripped.length() && i < LONGEST_SHOWN; i++) {
      char c = stripped.charAt(i);
      shown.append(Character.isISOControl(c) ? '?' : c);
    }
    return stripped.length() > LONGEST_SHOWN ? shown + "…" : shown.toString();
  }
}
