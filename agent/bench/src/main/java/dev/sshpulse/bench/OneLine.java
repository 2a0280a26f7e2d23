package dev.sshpulse.bench;

/** A program that prints one line and ends. */
public final class OneLine {

  private OneLine() {}

  /** Prints it. */
  public static void main(String[] arguments) {
    System.out.println("one line");
  }
}
