package dev.sshpulse.weave;

import dev.sshpulse.model.Faults;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts a table of hooks into the JDK's own classes, all of it or nothing.
 *
 * <p>It stays registered, for another agent may transform the same classes again.
 */
public final class Weaver implements ClassFileTransformer {
  private final Map<String, List<Hook>> rowsByClass = new HashMap<>();
  private final List<Hook> table;
  private final Faults faults;
  private final Map<String, Set<Hook>> done = new ConcurrentHashMap<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();

  /**
   * A weaver of these rows.
   *
   * @param faults where classes are counted that could not be woven
   */
  public Weaver(List<Hook> table, Faults faults) {
    this.table = table;
    this.faults = faults;
    for (Hook row : table) {
      List<Hook> rows = rowsByClass.get(row.className);
      if (rows == null) {
        rows = new ArrayList<>();
        rowsByClass.put(row.className, rows);
      }
      rows.add(row);
    }
  }

  /**
   * Weaves every class of the table, loaded or not, or leaves all of them as they were.
   *
   * @return why nothing was woven; null if everything was
   */
  public @Nullable String weave(Instrumentation instrumentation) {
    instrumentation.addTransformer(this, true);
    List<Class<?>> classes = new ArrayList<>();
    String refusal = load(instrumentation, classes);
    if (refusal == null) {
      refusal = missing();
    }
    if (refusal != null) {
      undo(instrumentation, classes);
    }
    return refusal;
  }

  /**
   * Loads uninitialised, with this transformer installed: what is loaded inside a transform is
   * never woven.
   */
  private @Nullable String load(Instrumentation instrumentation, List<Class<?>> classes) {
    for (String name : rowsByClass.keySet()) {
      Class<?> type = find(name.replace('/', '.'));
      if (type != null) {
        classes.add(type);
        String refusal = done.containsKey(name) ? null : again(instrumentation, type);
        if (refusal != null) {
          return refusal;
        }
      }
    }
    return null;
  }

  private @Nullable String again(Instrumentation instrumentation, Class<?> type) {
    try {
      instrumentation.retransformClasses(type);
      return refusals.get(internalName(type));
    } catch (Exception | LinkageError e) {
      return type.getName() + ": " + e;
    }
  }

  private static @Nullable Class<?> find(String name) {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException e) {
      return null; // an alternative for another JDK; missing() tells if no other fits
    }
  }

  private @Nullable String missing() {
    Set<String> purposes = new HashSet<>();
    for (Set<Hook> rows : done.values()) {
      for (Hook row : rows) {
        purposes.add(row.purpose);
      }
    }
    for (Hook row : table) {
      if (!purposes.contains(row.purpose)) {
        return "not found: " + row;
      }
    }
    return null;
  }

  private void undo(Instrumentation instrumentation, List<Class<?>> classes) {
    instrumentation.removeTransformer(this);
    for (Class<?> type : classes) {
      if (done.remove(internalName(type)) != null) {
        again(instrumentation, type);
      }
    }
  }

  /**
   * Gives every class its own bytecode back. A method that a thread is in keeps the other until it
   * returns.
   */
  public void unweave(Instrumentation instrumentation) {
    List<Class<?>> classes = new ArrayList<>();
    for (String name : done.keySet()) {
      Class<?> type = find(name.replace('/', '.'));
      if (type != null) {
        classes.add(type);
      }
    }
    undo(instrumentation, classes);
  }

  private static String internalName(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (loader != null || name == null) {
      return null;
    }
    List<Hook> rows = rowsByClass.get(name);
    return rows == null ? null : transform(name, rows, bytes);
  }

  private byte @Nullable [] transform(String name, List<Hook> rows, byte[] bytes) {
    try {
      if (WovenClass.isWoven(bytes)) {
        return null;
      }
      Set<Hook> found = new HashSet<>();
      byte[] woven = WovenClass.weave(bytes, rows, found);
      done.put(name, found);
      return woven;
    } catch (Throwable t) {
      faults.swallowed(Faults.Where.WEAVER);
      refusals.put(name, name.replace('/', '.') + ": " + t.getMessage());
      return null;
    }
  }
}
