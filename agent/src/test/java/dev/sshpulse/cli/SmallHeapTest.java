package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much of the sidecar's heap may lie idle. */
class SmallHeapTest {
  private final HotSpotDiagnosticMXBean flags =
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
  private final String before = mostFree();

  @AfterEach
  void restore() {
    flags.setVMOption(SmallHeap.MOST_FREE, before);
  }

  @Test
  void leavesLittleOfItIdleUnlessTheUserHasSaidHowMuch() {
    SmallHeap.ask();
    assertThat(mostFree()).isEqualTo("10");

    flags.setVMOption(SmallHeap.MOST_FREE, "90");
    SmallHeap.ask();
    assertThat(mostFree()).isEqualTo("90");
  }

  private String mostFree() {
    return flags.getVMOption(SmallHeap.MOST_FREE).getValue();
  }
}
