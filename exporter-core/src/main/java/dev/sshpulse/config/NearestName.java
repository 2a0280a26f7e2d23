package dev.sshpulse.config;

import java.util.List;
import java.util.Locale;

/** The name that a user who wrote an unknown one most likely meant. */
public final class NearestName {
  /** Many leave a part out ({@code listen}); few write one that the name does not have. */
  private static final int LEFT_OUT = 1;

  private static final int WRITTEN_IN_EXCESS = 2;
  private static final int MISTAKEN = 2;

  /** Names are short: what lies beyond tells nothing, and the effort is the product of lengths. */
  private static final int MOST_CHARACTERS = 64;

  private NearestName() {}

  /**
   * The nearest of them.
   *
   * @param known at least one
   */
  public static String of(String written, List<String> known) {
    String nearest = known.get(0);
    for (String name : known) {
      if (difference(written, name) < difference(written, nearest)) {
        nearest = name;
      }
    }
    return nearest;
  }

  /** How much one would have to change; 0 if only the spelling of a source differs. */
  static int difference(String written, String meant) {
    return distance(comparable(written), comparable(meant));
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
