package dev.sshpulse.weave;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings the bridge into {@code java.lang}; see RATIONALE.md for why there, and why so. */
public final class BridgeDefinition {
  private static final String NAME = "java.lang.SshpulseBridge";
  private static final String[] FILES = {
    "SshpulseBridge.class", "SshpulseBridge$Listener.class", "SshpulseBridge$Slot.class"
  };

  /** What the bridge's {@code VERSION} must be. */
  private static final int VERSION = 1;

  private BridgeDefinition() {}

  /**
   * Defines the bridge unless it is there.
   *
   * @return why this agent must step aside; null if the bridge may be used
   */
  public static @Nullable String define(Instrumentation instrumentation) {
    open(instrumentation);
    try {
      Class<?> present = Class.forName(NAME, true, null);
      int version = present.getField("VERSION").getInt(null);
      return version == VERSION ? null : "another release of sshpulse is in this JVM";
    } catch (ClassNotFoundException e) {
      return defineClasses();
    } catch (ReflectiveOperationException e) {
      return "another release of sshpulse is in this JVM (" + e + ")";
    }
  }

  /**
   * Opens the three packages to the module of this class only: a loader of ours that the
   * application cannot reach. The class path's module gains nothing.
   */
  private static void open(Instrumentation instrumentation) {
    Set<Module> us = new HashSet<>();
    us.add(BridgeDefinition.class.getModule());
    Map<String, Set<Module>> opens = new HashMap<>();
    opens.put("java.lang", us);
    opens.put("sun.nio.ch", us);
    opens.put("sun.nio.fs", us);
    instrumentation.redefineModule(
        Object.class.getModule(),
        new HashSet<Module>(),
        new HashMap<String, Set<Module>>(),
        opens,
        new HashSet<Class<?>>(),
        new HashMap<Class<?>, List<Class<?>>>());
  }

  private static @Nullable String defineClasses() {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
      for (String file : FILES) {
        lookup.defineClass(bytes(file));
      }
      return null;
    } catch (IllegalAccessException | IOException | LinkageError e) {
      return "the bridge cannot be defined: " + e;
    }
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in =
        BridgeDefinition.class.getClassLoader().getResourceAsStream("bridge/" + file)) {
      if (in == null) {
        throw new IOException("bridge/" + file + " is not in the jar");
      }
      return in.readAllBytes();
    }
  }
}
