package dev.sshpulse.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What follows {@code -javaagent:sshpulse.jar=}: {@code key=value,key=value}.
 *
 * <p>A backslash takes a comma, an equals sign or a backslash literally; before anything else it is
 * itself, so that Windows paths need no care.
 */
final class AgentArguments {
  private final String text;
  private final Findings findings;

  private AgentArguments(String text, Findings findings) {
    this.text = text;
    this.findings = findings;
  }

  static void read(String text, Findings findings) {
    new AgentArguments(text, findings).read();
  }

  private void read() {
    for (String item : itemsOf(text)) {
      if (!item.isBlank()) {
        readItem(item);
      }
    }
  }

  private void readItem(String item) {
    int equals = indexOf('=', item, 0);
    if (equals < 0) {
      findings.ignore(
          OneLine.of(literal(item)), "key=value is expected, such as http.listen=127.0.0.1:9922");
      return;
    }
    readSetting(literal(item.substring(0, equals)), literal(item.substring(equals + 1)));
  }

  private void readSetting(String key, String value) {
    Setting<?> setting = Setting.withKey(key);
    if (setting == null) {
      findings.ignoreUnknown(OneLine.of(key), NearestSetting.to(key).key());
    } else if (findings.of(setting) != null) {
      findings.ignore(key + "=" + OneLine.of(value), "given twice, the first holds");
    } else {
      findings.add(setting, new Finding(value, key, "agent argument " + key, ""));
    }
  }

  private static List<String> itemsOf(String text) {
    List<String> items = new ArrayList<>();
    int start = 0;
    int comma = indexOf(',', text, start);
    while (comma >= 0) {
      items.add(text.substring(start, comma));
      start = comma + 1;
      comma = indexOf(',', text, start);
    }
    items.add(text.substring(start));
    return items;
  }

  /** The first such character that no backslash precedes, or -1. */
  private static int indexOf(char wanted, String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (isEscape(text, i)) {
        i++;
      } else if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static String literal(String text) {
    StringBuilder literal = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        i++;
      }
      literal.append(text.charAt(i));
    }
    return literal.toString().trim();
  }

  private static boolean isEscape(String text, int index) {
    return text.charAt(index) == '\\'
        && index + 1 < text.length()
        && ",=\\".indexOf(text.charAt(index + 1)) >= 0;
  }
}
