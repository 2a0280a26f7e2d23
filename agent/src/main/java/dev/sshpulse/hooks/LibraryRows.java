package dev.sshpulse.hooks;

import static dev.sshpulse.weave.Argument.boxed;
import static dev.sshpulse.weave.Argument.constant;
import static dev.sshpulse.weave.Argument.nothing;
import static dev.sshpulse.weave.Argument.parameter;
import static dev.sshpulse.weave.Argument.self;

import dev.sshpulse.weave.Argument;
import dev.sshpulse.weave.Hook;
import dev.sshpulse.weave.LibraryTable;
import dev.sshpulse.weave.Moment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds the table of one library: each row ends in {@link HookedLibrary#heard} with its number.
 */
final class LibraryRows {
  /** Rows of one library. */
  static final int MOST = 16;

  private static final String TWO = "(ILjava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V";
  private static final String OBJECT = "Ljava/lang/Object;";

  private final String library;
  private final int base;
  private final List<Hook> rows = new ArrayList<>();
  private final Set<String> needed = new HashSet<>();

  /**
   * No rows yet.
   *
   * @param number of the library: its place among {@link Libraries}
   */
  LibraryRows(String library, int number) {
    this.library = library;
    this.base = number * MOST;
  }

  /** Without this, a class of the library is left as it was. */
  LibraryRows needs(String purpose) {
    needed.add(purpose);
    return this;
  }

  /** When the method begins: self, and its first two parameters. */
  LibraryRows enter(int row, String purpose, String place, String descriptor) {
    rows.add(
        Hook.on(
            purpose,
            place,
            descriptor,
            Moment.ENTER,
            "library" + TWO,
            constant(base + row),
            self(),
            object(descriptor, 0),
            object(descriptor, 1)));
    return this;
  }

  /** When a method has returned an object or an int: self, and that. */
  LibraryRows result(int row, String purpose, String place, String descriptor) {
    return answer(row, purpose, place, descriptor, nothing());
  }

  /** When a method has returned an object or an int: self, that, and its first parameter. */
  LibraryRows answer(int row, String purpose, String place, String descriptor) {
    return answer(row, purpose, place, descriptor, object(descriptor, 0));
  }

  private LibraryRows answer(
      int row, String purpose, String place, String descriptor, Argument second) {
    String result = descriptor.endsWith(")I") ? "I" : OBJECT;
    rows.add(
        Hook.on(
            purpose,
            place,
            descriptor,
            Moment.RETURN,
            "libraryAnswered(" + result + "I" + OBJECT + OBJECT + ")V",
            constant(base + row),
            self(),
            second));
    return this;
  }

  /** When a method throws: self, and what. */
  LibraryRows fail(int row, String purpose, String place, String descriptor) {
    return fail(row, purpose, place, descriptor, self(), nothing());
  }

  private LibraryRows fail(
      int row, String purpose, String place, String descriptor, Argument self, Argument second) {
    rows.add(
        Hook.on(
            purpose,
            place,
            descriptor,
            Moment.THROW,
            "libraryAnswered(" + OBJECT + "I" + OBJECT + OBJECT + ")V",
            constant(base + row),
            self,
            second));
    return this;
  }

  /** When a static method begins: its first parameter as self, nothing, and its second. */
  LibraryRows enterStatic(int row, String purpose, String place, String descriptor) {
    rows.add(
        Hook.on(
            purpose,
            place,
            descriptor,
            Moment.ENTER,
            "library" + TWO,
            constant(base + row),
            object(descriptor, 0),
            nothing(),
            object(descriptor, 1)));
    return this;
  }

  /** When a static method throws: its first parameter as self, what, and its second. */
  LibraryRows failStatic(int row, String purpose, String place, String descriptor) {
    return fail(row, purpose, place, descriptor, object(descriptor, 0), object(descriptor, 1));
  }

  LibraryTable table() {
    return new LibraryTable(library, needed, rows);
  }

  /** The parameter; null where there is none, or it is a number other than an int. */
  private static Argument object(String descriptor, int position) {
    int at = 1;
    for (int i = 0; i < position && descriptor.charAt(at) != ')'; i++) {
      at = after(descriptor, at);
    }
    return switch (descriptor.charAt(at)) {
      case 'L', '[' -> parameter(position);
      case 'I' -> boxed(position);
      default -> nothing();
    };
  }

  private static int after(String descriptor, int at) {
    int next = at;
    while (descriptor.charAt(next) == '[') {
      next++;
    }
    return descriptor.charAt(next) == 'L' ? descriptor.indexOf(';', next) + 1 : next + 1;
  }
}
