package dev.sshpulse.cli.top;

import dev.sshpulse.cli.agents.Amounts;
import dev.sshpulse.cli.agents.Connection;
import dev.sshpulse.cli.agents.Worry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The two tables. */
final class Columns {

  /** An IPv4 address and its port; an IPv6 one. */
  private static final int ADDRESS = 21;

  private static final int LONG_ADDRESS = 47;
  private static final int AMOUNT = 6;

  private Columns() {}

  /** Of connections that live. */
  static List<Column> live(boolean severalAgents) {
    List<Column> columns = first(severalAgents);
    columns.add(Column.left("PEER", ADDRESS, LONG_ADDRESS, 90, Columns::peer));
    columns.add(Column.left("LOCAL", ADDRESS, ADDRESS, 10, one -> one.facts().text("local")));
    columns.add(Column.left("SPEAKS", 9, 12, 40, Connection::speaker));
    columns.add(Column.right("AGE", AMOUNT + 1, 50, Columns::age));
    columns.add(Column.right("SILENT", AMOUNT, 80, Columns::silent));
    columns.add(Column.right("IN", AMOUNT - 1, 30, one -> bytes(one, "received_bytes")));
    columns.add(Column.right("OUT", AMOUNT - 1, 31, one -> bytes(one, "sent_bytes")));
    columns.add(
        Column.left("STATE", 22, 34, 100, one -> Worry.words(one.facts())).painted(Columns::paint));
    return columns;
  }

  /** Of those that have ended. */
  static List<Column> ended(boolean severalAgents, Instant now) {
    List<Column> columns = new ArrayList<>();
    columns.add(
        Column.right("AGO", AMOUNT, 85, one -> Amounts.seconds(one.secondsSince("at", now))));
    columns.addAll(first(severalAgents));
    columns.add(Column.left("PEER", ADDRESS, LONG_ADDRESS, 90, Columns::peer));
    columns.add(Column.left("LOCAL", ADDRESS, ADDRESS, 10, one -> one.facts().text("local")));
    columns.add(Column.left("SPEAKS", 9, 12, 20, Connection::speaker));
    columns.add(Column.right("AGE", AMOUNT + 1, 50, Columns::age));
    columns.add(Column.right("SILENT", AMOUNT, 70, Columns::silent));
    columns.add(Column.right("BYTES", AMOUNT - 1, 30, one -> Amounts.bytes((double) one.bytes())));
    columns.add(
        Column.left("CAUSE", 22, 22, 100, one -> one.facts().text("cause"))
            .painted(one -> one.facts().is("failed") ? Paint.BAD : Paint.PLAIN));
    columns.add(Column.left("TURN", 11, 11, 60, one -> one.facts().text("turn")));
    return columns;
  }

  private static List<Column> first(boolean severalAgents) {
    List<Column> columns = new ArrayList<>();
    if (severalAgents) {
      columns.add(Column.left("AGENT", 6, 22, 35, one -> one.target().place()));
    }
    columns.add(Column.left("SIDE", 6, 6, 60, one -> one.facts().text("side")));
    return columns;
  }

  private static String peer(Connection one) {
    return one.peer().isEmpty() ? "(not shown)" : one.peer();
  }

  private static String age(Connection one) {
    return Amounts.seconds(one.ageSeconds()) + (one.seenFromTheMiddle() ? "+" : "");
  }

  private static String silent(Connection one) {
    return Amounts.seconds(one.silentSeconds());
  }

  private static String bytes(Connection one, String member) {
    return Amounts.bytes((double) one.facts().count(member));
  }

  private static Paint paint(Connection one) {
    return switch (Worry.of(one.facts())) {
      case BLOCKED, UNANSWERED, PEER_CLOSED -> Paint.BAD;
      case UNPROTECTED -> Paint.WARNING;
      case UNKNOWN, NONE -> Paint.PLAIN;
    };
  }
}
