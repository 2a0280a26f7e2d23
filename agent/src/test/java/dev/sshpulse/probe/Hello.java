package dev.sshpulse.probe;

/** Says one word, and ends as its argument wants: with an exit code, or with an exception. */
public final class Hello {

  private Hello() {}

  public static void main(String[] arguments) {
    System.out.println("hello");
    if (arguments.length > 0 && arguments[0].equals("throw")) {
      throw new IllegalStateException("of the application");
    }
    if (arguments.length > 0) {
      System.exit(Integer.parseInt(arguments[0]));
    }
  }
}
