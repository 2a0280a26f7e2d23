package dev.sshpulse.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * What went wrong inside sshpulse and was swallowed so that the application does not notice.
 *
 * <p>Counting allocates nothing, takes no lock and cannot fail; any thread may call.
 */
public final class Faults {

  /** The part that failed: the label {@code where} of {@code sshpulse_errors_total}. */
  public enum Where {
    /** A handler on an application's thread. */
    HANDLER("handler"),
    /** Weaving a class. */
    WEAVER("weaver"),
    /** Joining what was seen to connections. */
    CONNECTIONS("connections"),
    /** Building or reading metrics. */
    METRICS("metrics"),
    /** Building, queueing or sending spans. */
    SPANS("spans"),
    /** The exporter's HTTP server. */
    HTTP("http"),
    /** Starting or stopping. */
    RUNTIME("runtime"),
    /** A library inside sshpulse reported a warning. */
    LIBRARY("library");

    private final String label;

    Where(String label) {
      this.label = label;
    }

    /** The value of the label {@code where}. */
    public String label() {
      return label;
    }
  }

  /**
   * What was given up to stay bounded: the label {@code what} of {@code sshpulse_dropped_total}.
   */
  public enum What {
    /** A connection that nobody was told of for lack of room: it is counted, but has no spans. */
    EVENT("event"),
    /** A descriptor beyond the highest that is watched. */
    DESCRIPTOR("descriptor"),
    /** A span beyond what the queue holds, or whose parent there was no room to remember. */
    SPAN("span"),
    /** A line of sshd's log that was too long, or no entry of the journal. */
    LINE("line"),
    /** A request to the exporter, or a connection to it, beyond what it answers at a time. */
    REQUEST("request");

    private final String label;

    What(String label) {
      this.label = label;
    }

    /** The value of the label {@code what}. */
    public String label() {
      return label;
    }
  }

  private final Map<Where, LongAdder> errors = adders(Where.class);
  private final Map<What, LongAdder> drops = adders(What.class);

  /** Counts one failure that nobody else will hear of. */
  public void swallowed(Where where) {
    adder(errors, where).increment();
  }

  /** Counts one thing given up. */
  public void dropped(What what) {
    adder(drops, what).increment();
  }

  /** Failures swallowed so far. */
  public long errors(Where where) {
    return adder(errors, where).sum();
  }

  /** Things given up so far. */
  public long drops(What what) {
    return adder(drops, what).sum();
  }

  private static <E extends Enum<E>> LongAdder adder(Map<E, LongAdder> adders, E key) {
    return Objects.requireNonNull(adders.get(key));
  }

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> keys) {
    Map<E, LongAdder> adders = new EnumMap<>(keys);
    for (E key : keys.getEnumConstants()) {
      adders.put(key, new LongAdder());
    }
    return adders;
  }
}
