package dev.sshpulse.weave;

/** What a woven call passes on, after the result or the throwable that it gets first anyway. */
public final class Argument {

  /** Where the value comes from. */
  enum Source {
    PARAMETER,
    BOXED,
    FIELD,
    CONSTANT,
    SELF,
    NOTHING
  }

  final Source source;
  final int number;
  final String name;

  private Argument(Source source, int number, String name) {
    this.source = source;
    this.number = number;
    this.name = name;
  }

  /** The parameter at this position, counted from 0 without {@code this}. */
  public static Argument parameter(int position) {
    return new Argument(Source.PARAMETER, position, "");
  }

  /** The {@code int} parameter at this position, as an object. */
  public static Argument boxed(int position) {
    return new Argument(Source.BOXED, position, "");
  }

  /** A field of {@code this} that holds a {@code FileDescriptor}. */
  public static Argument descriptorField(String name) {
    return new Argument(Source.FIELD, 0, name);
  }

  /** The object itself. */
  public static Argument self() {
    return new Argument(Source.SELF, 0, "");
  }

  /** Null. */
  public static Argument nothing() {
    return new Argument(Source.NOTHING, 0, "");
  }

  /** A small number. */
  public static Argument constant(int value) {
    return new Argument(Source.CONSTANT, value, "");
  }
}
