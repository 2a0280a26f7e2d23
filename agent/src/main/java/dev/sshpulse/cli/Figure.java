package dev.sshpulse.cli;

import java.util.OptionalDouble;

/**
 * One line of the summary.
 *
 * @param provoked what the demo's own programs saw happen
 * @param counted what the agent says; empty where it says nothing
 */
record Figure(String what, long provoked, OptionalDouble counted) {

  boolean agrees() {
    return counted.isPresent() && counted.getAsDouble() == provoked;
  }

  @Override
  public String toString() {
    String count = counted.isPresent() ? String.valueOf((long) counted.getAsDouble()) : "nothing";
    return what + ": provoked " + provoked + ", counted " + count;
  }
}
