package dev.sshpulse.probe;

import java.lang.invoke.MethodHandles;

/** What an application on the class path may reach in java.base. */
public final class Access {

  private Access() {}

  public static void main(String[] arguments) throws Exception {
    Module base = Object.class.getModule();
    Module classPath = Access.class.getModule();
    System.out.println("java.lang open: " + base.isOpen("java.lang", classPath));
    System.out.println("sun.nio.ch open: " + base.isOpen("sun.nio.ch", classPath));
    System.out.println("sun.nio.ch exported: " + base.isExported("sun.nio.ch", classPath));
    tell("defineClass", Access::defineClass);
    tell(
        "privateLookupIn",
        () -> MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()));
    tell("another loader", Access::ofAnotherLoader);
  }

  /** Something that may be refused. */
  private interface Attempt {
    Object make() throws Exception;
  }

  private static void tell(String name, Attempt attempt) {
    try {
      System.out.println(name + ": allowed, " + attempt.make());
    } catch (Exception e) {
      System.out.println(name + ": " + e.getClass().getName());
    }
  }

  private static Object defineClass() throws Exception {
    var method =
        ClassLoader.class.getDeclaredMethod(
            "defineClass", String.class, byte[].class, int.class, int.class);
    method.setAccessible(true);
    return "defineClass";
  }

  /** A loader's own unnamed module is another than the class path's. */
  private static Object ofAnotherLoader() {
    ClassLoader loader = new ClassLoader() {};
    return Object.class.getModule().isOpen("java.lang", loader.getUnnamedModule());
  }
}
