package dev.sshpulse.telemetry;

import dev.sshpulse.model.AddressText;
import dev.sshpulse.model.Ending;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An ending as one line of logfmt: {@code key=value}, a value in quotation marks where it needs
 * them.
 */
final class EndingLine {
  private static final int MILLI = 3;

  private final StringBuilder line = new StringBuilder("sshpulse ending");

  private EndingLine() {}

  /**
   * The line, without its end.
   *
   * @param leftOut failed endings before this one that got no line
   */
  static String of(Ending ending, long leftOut) {
    EndingLine line = new EndingLine();
    line.what(ending);
    line.howLong(ending);
    line.whatNow(ending);
    line.which(ending);
    if (leftOut > 0) {
      line.add("left_out", String.valueOf(leftOut));
    }
    return line.line.toString();
  }

  private void what(Ending ending) {
    add("side", ending.connection().side().label());
    add("cause", ending.cause().label());
    add("initiator", ending.initiator().label());
  }

  private void howLong(Ending ending) {
    add("idle", seconds(ending.idle()));
    add("detection", seconds(ending.detection()));
    add("duration", seconds(ending.duration()));
  }

  private void whatNow(Ending ending) {
    add("retry", ending.cause().newConnection().label());
    add("look_first", ending.cause().lookFirst());
  }

  private void which(Ending ending) {
    add("local", ending.connection().local());
    add("peer", ending.connection().peer());
    add("id", String.valueOf(ending.connection().id()));
    if (ending.connection().fromTheMiddle()) {
      add("seen", "from_the_middle");
    }
  }

  /** As in {@code 300.0s}: one decimal place, or as many as there are, up to three. */
  private static String seconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), MILLI).stripTrailingZeros();
    return seconds.setScale(Math.max(1, seconds.scale())).toPlainString() + "s";
  }

  private void add(String key, @Nullable InetSocketAddress address) {
    if (address != null) {
      add(key, AddressText.of(address));
    }
  }

  private void add(String key, String value) {
    line.append(' ').append(key).append('=');
    if (isPlain(value)) {
      line.append(value);
    } else {
      quote(value);
    }
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c == '=' || c == '"' || c == '\\' || Character.isISOControl(c)) {
        return false;
      }
    }
    return !value.isEmpty();
  }

  private void quote(String value) {
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        line.append("\\u").append(hex(c));
      } else if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }

  private static String hex(char c) {
    return Integer.toHexString(0x10000 | c).substring(1);
  }
}
