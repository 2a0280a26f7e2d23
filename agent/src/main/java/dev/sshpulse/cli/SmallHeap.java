package dev.sshpulse.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;

/**
 * Lets the heap of this process be hardly larger than what lives in it. Left alone, a JVM begins
 * with a 64th of the machine's memory, and fills that before it collects a few MiB of garbage.
 */
final class SmallHeap {
  static final String MOST_FREE = "MaxHeapFreeRatio";
  private static final String LEAST_FREE = "MinHeapFreeRatio";

  private SmallHeap() {}

  /** Gives back what the start has left, unless the user has said how much may be free. */
  static void ask() {
    try {
      HotSpotDiagnosticMXBean flags =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (flags != null && isDefault(flags, LEAST_FREE) && isDefault(flags, MOST_FREE)) {
        flags.setVMOption(LEAST_FREE, "5");
        flags.setVMOption(MOST_FREE, "10");
        System.gc();
      }
    } catch (IllegalArgumentException | LinkageError e) {
      return; // another JVM than HotSpot, or an image without the module jdk.management
    }
  }

  private static boolean isDefault(HotSpotDiagnosticMXBean flags, String name) {
    return flags.getVMOption(name).getOrigin() == VMOption.Origin.DEFAULT;
  }
}
