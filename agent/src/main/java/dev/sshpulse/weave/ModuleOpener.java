package dev.sshpulse.weave;

import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens a package of a named module to us, and to nobody else. */
public final class ModuleOpener {
  private final Instrumentation instrumentation;

  /** By these means. */
  public ModuleOpener(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Opens the package of this class. */
  public void open(Class<?> type) {
    Set<Module> us = new HashSet<>();
    us.add(ModuleOpener.class.getModule());
    Map<String, Set<Module>> opens = new HashMap<>();
    opens.put(type.getPackageName(), us);
    instrumentation.redefineModule(
        type.getModule(),
        new HashSet<Module>(),
        new HashMap<String, Set<Module>>(),
        opens,
        new HashSet<Class<?>>(),
        new HashMap<Class<?>, List<Class<?>>>());
  }
}
