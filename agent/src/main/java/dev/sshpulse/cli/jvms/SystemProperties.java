package dev.sshpulse.cli.jvms;

import com.sun.tools.attach.AttachOperationFailedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Properties;

/** Those of another JVM. */
final class SystemProperties {

  /** An application that removes properties all the time is none that we know. */
  private static final int MOST_LOOKS = 20;

  private SystemProperties() {}

  /**
   * Looks until nothing is removed meanwhile: the JVM lists its properties by their names and then
   * asks for each value, and answers with a NullPointerException where one has gone in between.
   */
  static Properties of(VirtualMachine machine) throws IOException {
    for (int looks = 1; ; looks++) {
      try {
        return machine.getSystemProperties();
      } catch (AttachOperationFailedException e) {
        if (looks == MOST_LOOKS) {
          throw e;
        }
      }
    }
  }
}
