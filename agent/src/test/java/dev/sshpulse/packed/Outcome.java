package dev.sshpulse.packed;

import java.time.Duration;
import java.util.List;

/**
 * What came of a cell of the matrix.
 *
 * @param trouble why the cell could not be provoked, or empty
 * @param told what the agent said of its connection
 */
record Outcome(Jdk jdk, Cell cell, String trouble, List<Told> told) {
  private static final long SMALLEST_TOLERANCE_MILLIS = 200;

  /** Whether the agent said one thing of it, and the right one; or nothing, as long as it lives. */
  boolean isRight() {
    if (!cell.fault().ends()) {
      return trouble.isEmpty() && told.isEmpty();
    }
    return trouble.isEmpty() && told.size() == 1 && isRight(told.get(0));
  }

  private boolean isRight(Told one) {
    return one.side().equals(cell.side().label())
        && one.cause().equals(cell.fault().cause())
        && one.initiator().equals(cell.fault().initiator())
        && isAbout(one.idle(), cell.idle(), cell.idle().plus(cell.doubt()))
        && isAbout(one.detection(), cell.detection().minus(cell.doubt()), cell.detection());
  }

  /** To a tenth, or a fifth of a second. */
  private static boolean isAbout(Duration told, Duration atLeast, Duration atMost) {
    long tolerance = Math.max(atMost.toMillis() / 10, SMALLEST_TOLERANCE_MILLIS);
    return told.compareTo(atLeast.minusMillis(tolerance)) >= 0
        && told.compareTo(atMost.plusMillis(tolerance)) <= 0;
  }

  /** What should have been said, and what was. */
  String comparison() {
    return "%s%n wanted: %s, %s, idle %s, detection %s, %s of it in doubt%n told: %s%n Java said: %s"
        .formatted(
            trouble,
            cell.fault().cause(),
            cell.fault().initiator(),
            cell.idle(),
            cell.detection(),
            cell.doubt(),
            told,
            cell.symptoms());
  }

  @Override
  public String toString() {
    return "%s, %s, %s, %s"
        .formatted(cell.fault().story(), cell.api().title(), cell.side().label(), jdk);
  }
}
