package dev.sshpulse.http;

import dev.sshpulse.model.Faults;
import java.util.ArrayList;
import java.util.List;

/**
 * So many connections and no more. Whoever comes when it is full gets the place of the one that has
 * shown no sign of life for longest, of those that have not asked anything if there are such: so a
 * crowd that asks slowly drives out itself, and nobody who asks and reads.
 */
final class Room {

  private final int places;
  private final Faults faults;
  private final List<Seat> taken = new ArrayList<>();
  private long signs;

  Room(int places, Faults faults) {
    this.places = places;
    this.faults = faults;
  }

  /** Somebody has come. */
  void enter(Seat seat) {
    if (taken.size() >= places) {
      Seat leaving = longestWaiting();
      taken.remove(leaving);
      leaving.giveWay();
      faults.dropped(Faults.What.REQUEST);
    }
    taken.add(seat);
  }

  /** A time that only tells which of two was later. */
  long sign() {
    return ++signs;
  }

  void leave(Seat seat) {
    taken.remove(seat);
  }

  /** Everybody has to leave. */
  void close() {
    for (Seat seat : List.copyOf(taken)) {
      seat.close();
    }
  }

  /** A walk through few, so that a request costs no more than a number. */
  private Seat longestWaiting() {
    Seat first = taken.get(0);
    for (Seat seat : taken) {
      first = seat.yieldsBefore(first) ? seat : first;
    }
    return first;
  }
}
