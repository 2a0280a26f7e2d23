package dev.sshpulse.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sshpulse.model.Faults;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Woven classes are verified and run here; what they call is the real bridge. */
class WovenClassTest {
  private static final String FD = "Ljava/io/FileDescriptor;";
  private static final String SAMPLE = Sample.class.getName().replace('.', '/');
  private static final Recorder HEARD = new Recorder();

  /** Methods in the shapes that rows are for. */
  public static class Sample {
    final FileDescriptor fd = FileDescriptor.out;

    public long throwsInsideAndOut(FileDescriptor fd, boolean out) throws IOException {
      try {
        if (!out) {
          throw new IOException("inside");
        }
      } catch (IOException e) {
        return 1L;
      }
      throw new IOException("Broken pipe");
    }

    public void overwrites(FileDescriptor given) throws IOException {
      FileDescriptor before = given;
      given = null;
      throw new IOException("Broken pipe " + before + given);
    }
  }

  @BeforeAll
  static void listen() {
    SshpulseBridge.listen(HEARD);
  }

  @BeforeEach
  void forget() {
    HEARD.failures.clear();
  }

  @Test
  void hearsTheThrowableThatLeavesAndNotTheOneThatIsCaught() throws Throwable {
    Object sample = weave("throwsInsideAndOut", "(" + FD + "Z)J");

    Object caught = call(sample, "throwsInsideAndOut", FileDescriptor.in, false);
    assertThat(caught).isEqualTo(1L);
    assertThat(HEARD.failures).isEmpty();

    assertThatThrownBy(() -> call(sample, "throwsInsideAndOut", FileDescriptor.in, true))
        .hasMessage("Broken pipe");
    assertThat(HEARD.failures).containsExactly("Broken pipe");
  }

  @Test
  void refusesAMethodThatOverwritesWhatTheRowReads() {
    assertThatThrownBy(() -> weave("overwrites", "(" + FD + ")V"))
        .isInstanceOf(WeaveException.class)
        .hasMessageContaining("overwrites");
  }

  @Test
  void findsNoPlaceForARowThatDoesNotFit() throws Exception {
    Set<Hook> done = new HashSet<>();

    WovenClass.weave(bytes(), List.of(row("noSuchMethod", "()V")), done);

    assertThat(done).isEmpty();
  }

  @Test
  void leavesAClassAsItIsThatIsWovenAlready() throws Exception {
    List<Hook> rows = List.of(row("throwsInsideAndOut", "(" + FD + "Z)J"));
    Weaver weaver = new Weaver(rows, new Faults());
    byte[] once = weaver.transform(null, SAMPLE, null, null, bytes());

    byte[] twice = weaver.transform(null, SAMPLE, null, null, once);

    assertThat(WovenClass.isWoven(bytes())).isFalse();
    assertThat(WovenClass.isWoven(once)).isTrue();
    assertThat(twice).isNull();
  }

  @Test
  void leavesALibrarysClassAsItIsThatIsWovenAlready() throws Exception {
    List<Hook> rows = List.of(row("throwsInsideAndOut", "(" + FD + "Z)J"));
    LibraryTable table = new LibraryTable("sample", Set.of("test"), rows);
    List<String> sightings = new ArrayList<>();
    LibraryWeaver weaver = new LibraryWeaver(name -> table, new Sighted(sightings), new Faults());
    ClassLoader loader = WovenClassTest.class.getClassLoader();
    byte[] once = weaver.transform(loader, SAMPLE, null, null, bytes());

    byte[] twice = weaver.transform(loader, SAMPLE, null, null, once);

    assertThat(twice).isNull();
    assertThat(sightings).containsExactly("woven [test]");
  }

  private record Sighted(List<String> sightings) implements LibraryWeaver.Sightings {
    @Override
    public boolean accepts(String library, ProtectionDomain source) {
      return true;
    }

    @Override
    public void woven(
        String library, ProtectionDomain source, Set<String> sought, Set<String> found) {
      sightings.add("woven " + found);
    }

    @Override
    public void refused(String library, ProtectionDomain source, String reason) {
      sightings.add("refused: " + reason);
    }
  }

  private static Hook row(String method, String descriptor) {
    return Hook.on(
        "test",
        SAMPLE + "." + method,
        descriptor,
        Moment.THROW,
        "failed(Ljava/lang/Throwable;" + FD + "I)V",
        Argument.parameter(0),
        Argument.constant(SshpulseBridge.WRITE));
  }

  private static Object weave(String method, String descriptor) throws Exception {
    byte[] woven = WovenClass.weave(bytes(), List.of(row(method, descriptor)), new HashSet<>());
    ClassLoader loader =
        new ClassLoader(WovenClassTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(Sample.class.getName())
                ? defineClass(name, woven, 0, woven.length)
                : super.loadClass(name, resolve);
          }
        };
    return loader.loadClass(Sample.class.getName()).getConstructor().newInstance();
  }

  private static byte[] bytes() throws IOException {
    try (var in = Sample.class.getResourceAsStream("WovenClassTest$Sample.class")) {
      return in.readAllBytes();
    }
  }

  private static Object call(Object sample, String method, FileDescriptor fd, boolean out)
      throws Throwable {
    try {
      return sample
          .getClass()
          .getMethod(method, FileDescriptor.class, boolean.class)
          .invoke(sample, fd, out);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static final class Recorder implements SshpulseBridge.Listener {
    final List<String> failures = new ArrayList<>();

    @Override
    public void library(int hook, Object self, Object first, Object second) {}

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
    public void failed(SshpulseBridge.Slot slot, int operation, Throwable thrown) {
      failures.add(thrown.getMessage());
    }

    @Override
    public void connectFailed(Throwable thrown) {}

    @Override
    public void closed(SshpulseBridge.Slot slot) {}
  }
}
