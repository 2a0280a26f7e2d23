package dev.sshpulse.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * The JDK makes {@code equals}, {@code hashCode} and {@code toString} of a record out of handles of
 * its own, and on Java 17 each keeps the type that it was last adapted to, for good. That is one of
 * ours, and by it all of us.
 */
final class RecordMethods {
  private static final String[] NAMES = {"equals", "hashCode", "toString"};

  private RecordMethods() {}

  /** Lets them keep a type of the JDK's instead. */
  static void forgetOurs() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle text =
          lookup.findVirtual(String.class, "toString", MethodType.methodType(String.class));
      for (String name : NAMES) {
        ObjectMethods.bootstrap(lookup, name, MethodHandle.class, String.class, "text", text);
      }
    } catch (Throwable t) {
      // Another JDK makes them in another way: then it keeps nothing either, or keeps it.
    }
  }
}
