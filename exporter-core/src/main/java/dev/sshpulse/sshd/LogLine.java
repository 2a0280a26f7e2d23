package dev.sshpulse.sshd;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of a log, parted into who wrote it and what. Bytes are taken for ISO 8859-1, so that none
 * is invalid.
 *
 * @param program as it calls itself; empty where the line has no prefix: what {@code sshd -e}
 *     writes
 * @param pid 0 where the line does not tell
 * @param message what stands after the prefix
 * @param maybeCut whether the system's log may have cut its end off
 */
record LogLine(String program, long pid, String message, boolean maybeCut) {
  private static final Set<String> PROGRAMS = Set.of("sshd", "sshd-session", "sshd-auth");

  /** {@code do_log} of sshd gives syslog this many bytes at most. */
  private static final int MOST_OF_SSHD = 500;

  /** BusyBox' syslogd reads 256 bytes as it is shipped: with its own priority, time and tag. */
  private static final int MOST_OF_BUSYBOX = 200;

  private static final int MOST_PID_DIGITS = 10;

  static LogLine of(byte[] line) {
    String text = new String(line, StandardCharsets.ISO_8859_1).stripTrailing();
    Prefix prefix = new Prefix(text);
    return prefix.isThere() ? prefix.line() : of("", "", text, MOST_OF_SSHD);
  }

  private static LogLine of(String program, String pid, String message, int most) {
    boolean valid = !pid.isEmpty() && pid.length() <= MOST_PID_DIGITS && Text.isNumber(pid);
    return new LogLine(program, valid ? Long.parseLong(pid) : 0, message, message.length() >= most);
  }

  boolean hasPrefix() {
    return !program.isEmpty();
  }

  /** Whether a program of OpenSSH's server says to have written it. */
  boolean isOfSshd() {
    return PROGRAMS.contains(program);
  }

  /** What comes before the message: RFC 3164 or 5424, with RFC 3339's time or without any. */
  private static final class Prefix {
    private static final int CLASSIC_TIME = "Nov 23 01:02:03".length();
    private static final int CLASSIC_COLON = "Nov 23 01:".length() - 1;
    private static final int SHORTEST_RFC_3339_TIME = "2026-11-23T01:02:03".length();
    private static final String NO_MESSAGE_ID = "- ";

    private final String text;
    private int at;
    private boolean facility;
    private @Nullable LogLine line;

    Prefix(String text) {
      this.text = text;
      read();
    }

    boolean isThere() {
      return line != null;
    }

    LogLine line() {
      if (line == null) {
        throw new IllegalStateException("no prefix: " + text);
      }
      return line;
    }

    private void read() {
      boolean newer = skipPriority();
      boolean timed = skipTime();
      if (newer && timed) {
        readNewer();
      } else {
        readTag(timed);
      }
    }

    /** Goes past {@code <38>}; true where {@code 1 } follows, the version of RFC 5424. */
    private boolean skipPriority() {
      int end = text.startsWith("<") ? text.indexOf('>') : -1;
      if (end < 2 || end > 4 || !Text.isNumber(text.substring(1, end))) {
        return false;
      }
      at = end + 1;
      boolean newer = text.startsWith("1 ", at);
      at += newer ? 2 : 0;
      return newer;
    }

    private boolean skipTime() {
      int classic = at + CLASSIC_TIME;
      if (text.length() > classic
          && text.charAt(classic) == ' '
          && text.charAt(at + CLASSIC_COLON) == ':'
          && Character.isLetter(text.charAt(at))) {
        at = classic + 1;
        return true;
      }
      int end = text.indexOf(' ', at);
      if (end - at >= SHORTEST_RFC_3339_TIME
          && Character.isDigit(text.charAt(at))
          && text.charAt(at + "2026-11-23".length()) == 'T') {
        at = end + 1;
        return true;
      }
      return false;
    }

    /** {@code HOST APP PID MSGID SD MESSAGE}. */
    private void readNewer() {
      next();
      String program = next();
      String pid = next();
      next();
      if (text.startsWith(NO_MESSAGE_ID, at)) {
        at += NO_MESSAGE_ID.length();
      } else {
        skipData();
      }
      line = of(program, pid, text.substring(at), MOST_OF_SSHD);
    }

    /** Goes past {@code [id name="value"][id]}; a bracket in a value is escaped. */
    private void skipData() {
      int end = text.indexOf("] ", at);
      while (end > 0 && text.charAt(end - 1) == '\\') {
        end = text.indexOf("] ", end + 1);
      }
      at = end < 0 ? text.length() : end + 2;
    }

    /** {@code [HOST [FACILITY.LEVEL ]]PROGRAM[PID]: MESSAGE}, the host only after a time. */
    private void readTag(boolean timed) {
      if (timed && !isTagNext()) {
        next(); // the host
      }
      facility = !isTagNext() && isFacility();
      if (facility) {
        next();
      }
      if (isTagNext()) {
        takeTag(timed, text.indexOf(": ", at));
      } else if (timed) {
        line = of("?", "", "", MOST_OF_SSHD);
      }
    }

    private boolean isTagNext() {
      int colon = text.indexOf(": ", at);
      return colon >= 0 && colon + 1 == text.indexOf(' ', at);
    }

    private void takeTag(boolean timed, int colon) {
      String tag = text.substring(at, colon);
      int bracket = tag.indexOf('[');
      boolean numbered = bracket > 0 && tag.endsWith("]");
      String program = numbered ? tag.substring(0, bracket) : tag;
      String pid = numbered ? tag.substring(bracket + 1, tag.length() - 1) : "";
      if (timed || facility || numbered) {
        line =
            of(program, pid, text.substring(colon + 2), facility ? MOST_OF_BUSYBOX : MOST_OF_SSHD);
      }
    }

    /** What BusyBox writes: {@code auth.info}. */
    private boolean isFacility() {
      int dot = text.indexOf('.', at);
      return text.startsWith("auth", at) && dot > at && dot < text.indexOf(' ', at);
    }

    private String next() {
      int end = text.indexOf(' ', at);
      String word = text.substring(at, end < 0 ? text.length() : end);
      at = end < 0 ? text.length() : end + 1;
      return word;
    }
  }
}
