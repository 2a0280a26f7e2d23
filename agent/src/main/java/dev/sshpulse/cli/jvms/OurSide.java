package dev.sshpulse.cli.jvms;

import static dev.sshpulse.cli.jvms.Check.notAttachable;
import static dev.sshpulse.cli.jvms.Check.ok;

/** What this process needs. */
final class OurSide {

  private OurSide() {}

  /** Attaching is a module of the JDK, which small runtimes leave out. */
  static Check runtime() {
    String home = System.getProperty("java.home");
    return ModuleLayer.boot().findModule("jdk.attach").isPresent()
        ? ok("this runtime", home + " can attach")
        : notAttachable(
            "this runtime",
            home + " has no module jdk.attach; run this command with the java of a JDK");
  }
}
