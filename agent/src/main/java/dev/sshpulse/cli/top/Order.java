package dev.sshpulse.cli.top;

import dev.sshpulse.cli.agents.Connection;
import dev.sshpulse.cli.agents.Worry;
import java.util.Comparator;

/** By what rows are sorted, what matters first; the key that asks for it is its first letter. */
enum Order {
  WORRY("STATE", Worry.WORST_FIRST),
  AGE("AGE", Comparator.comparingDouble(Connection::ageSeconds).reversed()),
  SILENCE("SILENT", Comparator.comparingDouble(Connection::silentSeconds).reversed()),
  BYTES("OUT", Comparator.comparingLong(Connection::bytes).reversed()),
  PEER("PEER", Comparator.comparing(Connection::peer)),
  /** Of endings alone; the agent's clock writes what sorts as text. */
  NEWEST("AGO", Comparator.comparing((Connection one) -> one.facts().text("at")).reversed());

  private final String column;

  @SuppressWarnings("ImmutableEnumChecker") // a comparator does not change
  private final Comparator<Connection> comparator;

  Order(String column, Comparator<Connection> comparator) {
    this.column = column;
    this.comparator = comparator;
  }

  /** The title of the column that it shows in. */
  String column() {
    return column;
  }

  Comparator<Connection> comparator() {
    return comparator;
  }
}
