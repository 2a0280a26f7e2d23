package dev.sshpulse.config;

import java.util.Locale;
import java.util.Objects;

/** The setting that a user who wrote an unknown name most likely meant. */
final class NearestSetting {
  /** Many leave a part out ({@code listen}); few write one that the name does not have. */
  private static final int LEFT_OUT = 1;

  private static final int WRITTEN_IN_EXCESS = 2;
  private static final int MISTAKEN = 2;

  /** Names are short: what lies beyond tells nothing, and the effort is the product of lengths. */
  private static final int MOST_CHARACTERS = 64;

  private NearestSetting() {}

  static Setting<?> to(String unknown) {
    String written = comparable(unknown);
    Setting<?> nearest = null;
    int shortest = Integer.MAX_VALUE;
    for (Setting<?> setting : Setting.all()) {
      int distance = distance(written, comparable(setting.key()));
      if (distance < shortest) {
        shortest = distance;
        nearest = setting;
      }
    }
    return Objects.requireNonNull(nearest);
  }

  /** The sources spell one name differently; that is no difference here. */
  private static String comparable(String name) {
    String bounded = name.substring(0, Math.min(name.length(), MOST_CHARACTERS));
    return bounded.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
  }

  /** The cheapest way to edit one into the other (Wagner and Fischer), kept row by row. */
  private static int distance(String written, String meant) {
    int[] row = new int[meant.length() + 1];
    for (int column = 1; column < row.length; column++) {
      row[column] = column * LEFT_OUT;
    }
    for (int i = 0; i < written.length(); i++) {
      row = nextRow(row, written.charAt(i), meant);
    }
    return row[meant.length()];
  }

  private static int[] nextRow(int[] above, char written, String meant) {
    int[] row = new int[above.length];
    row[0] = above[0] + WRITTEN_IN_EXCESS;
    for (int column = 1; column < row.length; column++) {
      int replace = above[column - 1] + (meant.charAt(column - 1) == written ? 0 : MISTAKEN);
      int insert = row[column - 1] + LEFT_OUT;
      int delete = above[column] + WRITTEN_IN_EXCESS;
      row[column] = Math.min(replace, Math.min(insert, delete));
    }
    return row;
  }
}
