package dev.sshpulse.weave;

import dev.sshpulse.model.Faults;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Weaves SSH libraries as their classes are loaded, by any class loader, as often as there are
 * copies. A class that does not fit is left as it was, and said so.
 */
public final class LibraryWeaver implements ClassFileTransformer {
  private final Tables tables;
  private final Sightings sightings;
  private final Faults faults;
  private final Set<String> woven = ConcurrentHashMap.newKeySet();

  /** Which library a class belongs to. Asked for every class that the JVM loads. */
  public interface Tables {
    /** The table of its library, loaded when the first class of one comes; null almost always. */
    @Nullable LibraryTable of(String className);
  }

  /** Hears which copies of libraries there are, on the thread that loads them. */
  public interface Sightings {
    /** Whether this copy is one that is hooked at all. */
    boolean accepts(String library, @Nullable ProtectionDomain source);

    /**
     * A class was woven.
     *
     * @param sought the purposes of its rows
     * @param found those that have their place in it
     */
    void woven(
        String library, @Nullable ProtectionDomain source, Set<String> sought, Set<String> found);

    /** A class was left as it was. */
    void refused(String library, @Nullable ProtectionDomain source, String reason);
  }

  /** A weaver. */
  public LibraryWeaver(Tables tables, Sightings sightings, Faults faults) {
    this.tables = tables;
    this.sightings = sightings;
    this.faults = faults;
  }

  /** Weaves what is loaded from now on and, where the JVM is running already, what is there. */
  public void weave(Instrumentation instrumentation, boolean running) {
    instrumentation.addTransformer(this, true);
    if (!running) {
      return;
    }
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      LibraryTable table = tables.of(type.getName().replace('.', '/'));
      if (table != null && table.rowsOf(type.getName().replace('.', '/')) != null) {
        again(instrumentation, type);
      }
    }
  }

  /** Gives every class its own bytecode back, of all copies. */
  public void unweave(Instrumentation instrumentation) {
    instrumentation.removeTransformer(this);
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getClassLoader() != null && woven.contains(type.getName().replace('.', '/'))) {
        again(instrumentation, type);
      }
    }
  }

  private void again(Instrumentation instrumentation, Class<?> type) {
    try {
      instrumentation.retransformClasses(type);
    } catch (Exception | LinkageError e) {
      faults.swallowed(Faults.Where.WEAVER);
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain source,
      byte[] bytes) {
    if (loader == null || name == null) {
      return null;
    }
    try {
      LibraryTable table = tables.of(name);
      List<Hook> rows = table == null ? null : table.rowsOf(name);
      if (table == null || rows == null) {
        return null;
      }
      return Privileged.matters()
          ? Privileged.call(() -> transform(table, rows, name, source, bytes))
          : transform(table, rows, name, source, bytes);
    } catch (Throwable t) {
      faults.swallowed(Faults.Where.WEAVER);
      return null;
    }
  }

  private byte @Nullable [] transform(
      LibraryTable table,
      List<Hook> rows,
      String name,
      @Nullable ProtectionDomain source,
      byte[] bytes) {
    if (!sightings.accepts(table.library(), source) || WovenClass.isWoven(bytes)) {
      return null;
    }
    Set<Hook> done = new HashSet<>();
    try {
      byte[] woven = WovenClass.weave(bytes, rows, done);
      String missing = table.missing(rows, done);
      if (missing == null) {
        sightings.woven(
            table.library(), source, LibraryTable.purposes(rows), LibraryTable.purposes(done));
        this.woven.add(name);
        return woven;
      }
      sightings.refused(table.library(), source, "not found: " + missing);
    } catch (WeaveException e) {
      faults.swallowed(Faults.Where.WEAVER);
      sightings.refused(table.library(), source, String.valueOf(e.getMessage()));
    }
    return null;
  }
}
