package dev.sshpulse.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Faults;
import dev.sshpulse.weave.LibraryTable;
import dev.sshpulse.weave.LibraryWeaver;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a row makes a method tell, woven and run: the bridge is the real one. */
class LibraryRowsTest {
  private static final int NUMBER = 3;
  private static final String SAMPLE = Sample.class.getName().replace('.', '/');
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String STRING = "Ljava/lang/String;";

  private final List<String> heard = new ArrayList<>();

  /** Methods in the shapes that libraries have. */
  public static class Sample {
    public int twice(int number, String text) {
      return 2 * number;
    }

    public Object wide(long first, String[] second) {
      return "wide";
    }

    public void fails() {
      throw new IllegalStateException("failed");
    }

    public static int errno(String call, int number) {
      throw new IllegalStateException(call + " " + number);
    }

    public static String made(String call, int number) {
      return call;
    }

    @Override
    public String toString() {
      return "self";
    }
  }

  @BeforeEach
  void listen() {
    SshpulseBridge.listen(
        new Deaf() {
          @Override
          public void library(int hook, Object self, Object first, Object second) {
            heard.add(hook + " " + self + " " + first + " " + second);
          }
        });
  }

  @Test
  void passesTheFirstTwoParametersWhenAMethodBegins() throws Exception {
    call(rows -> rows.enter(1, "p", SAMPLE + ".twice", "(I" + STRING + ")I"), "twice", 21, "text");

    assertThat(heard).containsExactly(hook(1) + " self 21 text");
  }

  @Test
  void passesNothingInThePlaceOfALongAndAnArrayAsItIs() throws Exception {
    String[] array = {"a"};

    call(
        rows -> rows.enter(1, "p", SAMPLE + ".wide", "(J[" + STRING + ")" + OBJECT),
        "wide",
        7L,
        array);

    assertThat(heard).containsExactly(hook(1) + " self null " + array);
  }

  @Test
  void passesAResultWithOrWithoutTheParameter() throws Exception {
    String twice = "(I" + STRING + ")I";
    call(
        rows ->
            rows.result(2, "p", SAMPLE + ".twice", twice).answer(3, "q", SAMPLE + ".twice", twice),
        "twice",
        21,
        "text");

    assertThat(heard).containsExactly(hook(2) + " self 42 null", hook(3) + " self 42 21");
  }

  @Test
  void passesWhatWasThrown() throws Exception {
    call(rows -> rows.fail(4, "p", SAMPLE + ".fails", "()V"), "fails");

    assertThat(heard)
        .containsExactly(hook(4) + " self java.lang.IllegalStateException: failed null");
  }

  @Test
  void passesTheParametersOfAStaticMethodWithWhatItThrows() throws Exception {
    call(
        rows -> rows.failStatic(5, "p", SAMPLE + ".errno", "(" + STRING + "I)I"),
        "errno",
        "read",
        -104);

    assertThat(heard)
        .containsExactly(hook(5) + " read java.lang.IllegalStateException: read -104 -104");
  }

  @Test
  void passesTheParametersOfAStaticMethodThatBegins() throws Exception {
    call(
        rows -> rows.enterStatic(6, "p", SAMPLE + ".made", "(" + STRING + "I)" + STRING),
        "made",
        "accept",
        -24);

    assertThat(heard).containsExactly(hook(6) + " accept null -24");
  }

  @Test
  void leavesAClassAsItWasThatLacksWhatIsNeeded() throws Exception {
    call(
        rows ->
            rows.needs("p")
                .enter(1, "p", SAMPLE + ".gone", "()V")
                .enter(1, "q", SAMPLE + ".fails", "()V"),
        "fails");

    assertThat(heard).isEmpty();
  }

  private static String hook(int row) {
    return "" + (NUMBER * LibraryRows.MOST + row);
  }

  /** Weaves the sample, and calls one of its methods, whatever comes of that. */
  private static void call(UnaryOperator<LibraryRows> rows, String method, Object... arguments)
      throws Exception {
    LibraryTable table = rows.apply(new LibraryRows("sample", NUMBER)).table();
    Class<?> type = woven(table);
    Object sample = type.getConstructor().newInstance();
    for (var one : type.getMethods()) {
      if (one.getName().equals(method)) {
        try {
          one.invoke(sample, arguments);
        } catch (InvocationTargetException e) {
          assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
        }
      }
    }
  }

  private static Class<?> woven(LibraryTable table) throws Exception {
    byte[] bytes = bytes();
    ClassLoader own = LibraryRowsTest.class.getClassLoader();
    byte[] woven =
        new LibraryWeaver(name -> table, new Everything(), new Faults())
            .transform(own, SAMPLE, null, null, bytes);
    byte[] defined = woven == null ? bytes : woven;
    ClassLoader loader =
        new ClassLoader(own) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(Sample.class.getName())
                ? defineClass(name, defined, 0, defined.length)
                : super.loadClass(name, resolve);
          }
        };
    return loader.loadClass(Sample.class.getName());
  }

  private static byte[] bytes() throws IOException {
    try (var in = Sample.class.getResourceAsStream("LibraryRowsTest$Sample.class")) {
      return in.readAllBytes();
    }
  }

  private static final class Everything implements LibraryWeaver.Sightings {
    @Override
    public boolean accepts(String library, ProtectionDomain source) {
      return true;
    }

    @Override
    public void woven(
        String library, ProtectionDomain source, Set<String> sought, Set<String> found) {}

    @Override
    public void refused(String library, ProtectionDomain source, String reason) {}
  }

  /** Hears of nothing else. */
  private abstract static class Deaf implements SshpulseBridge.Listener {
    @Override
    public boolean ours() {
      return false;
    }

    @Override
    public long millis() {
      return 1;
    }

    @Override
    public void beyond() {}

    @Override
    public void recognised(SshpulseBridge.Slot slot) {}

    @Override
    public void failed(SshpulseBridge.Slot slot, int operation, Throwable thrown) {}

    @Override
    public void connectFailed(Throwable thrown) {}

    @Override
    public void closed(SshpulseBridge.Slot slot) {}
  }
}
