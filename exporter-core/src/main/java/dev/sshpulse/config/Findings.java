package dev.sshpulse.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what the sources say, the strongest source first, and makes settings of it. */
final class Findings {
  /** Nobody reads more on one line of a log. */
  private static final int MOST_PROBLEMS = 20;

  private final Map<Setting<?>, Finding> findings = new HashMap<>();
  private final Map<Setting<?>, Choice> choices = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private int leftOut;

  /** Keeps what was found, unless a stronger source has spoken. */
  void add(Setting<?> setting, Finding finding) {
    findings.putIfAbsent(setting, finding);
  }

  @Nullable Finding of(Setting<?> setting) {
    return findings.get(setting);
  }

  /**
   * Something in the settings that has no effect.
   *
   * @param what one line; see {@link OneLine}
   */
  void ignore(String what, String why) {
    if (tell(what, why)) {
      ignored.add(problems.get(problems.size() - 1));
    }
  }

  /**
   * A name that no setting has.
   *
   * @param spelling one line: the name, and where it stands when that helps
   * @param suggestion what it is likely to mean, spelt as this source spells it
   */
  void ignoreUnknown(String spelling, String suggestion) {
    ignore(spelling, "did you mean " + suggestion + "?");
  }

  Settings settings() {
    for (Setting<?> setting : Setting.all()) {
      Finding finding = findings.get(setting);
      if (finding != null) {
        choose(setting, finding);
      }
    }
    if (leftOut > 0) {
      problems.add("and " + leftOut + " more");
      ignored.add("and " + leftOut + " more");
    }
    return new Settings(choices, problems, ignored);
  }

  private void choose(Setting<?> setting, Finding finding) {
    try {
      choices.put(setting, new Choice(valueOf(setting, finding), finding.origin()));
    } catch (IllegalArgumentException e) {
      reject(setting, finding, String.valueOf(e.getMessage()));
    }
  }

  private static Object valueOf(Setting<?> setting, Finding finding) {
    if (!finding.fault().isEmpty()) {
      throw new IllegalArgumentException(finding.fault());
    }
    return Values.parse(setting.type(), finding.text());
  }

  private void reject(Setting<?> setting, Finding finding, String why) {
    String text = OneLine.of(finding.text());
    String what = finding.spelling() + "=" + text;
    Object instead = Values.insteadOfUnusable(setting.type(), text + ": " + why);
    if (instead == null) {
      ignore(what, why);
    } else {
      tell(what, why);
      choices.put(setting, new Choice(instead, finding.origin()));
    }
  }

  private boolean tell(String what, String why) {
    if (problems.size() == MOST_PROBLEMS) {
      leftOut++;
      return false;
    }
    return problems.add(what + " (" + why + ")");
  }
}
