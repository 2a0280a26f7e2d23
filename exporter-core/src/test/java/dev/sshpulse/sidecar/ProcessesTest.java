package dev.sshpulse.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.host.KernelSocket;
import dev.sshpulse.host.ProcessNames;
import dev.sshpulse.model.Side;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the processes behind connections can be named. */
class ProcessesTest {
  @TempDir File proc;

  @Test
  void doesNotClaimThatTheyCanBeNamedBeforeItHasTried() {
    Processes processes = new Processes(new ProcessNames(proc));

    processes.look(List.of(), 1);

    assertThat(processes.status()).isNull();
  }

  @Test
  void saysThatTheyCannotOnceThereIsOneWithoutAName() {
    Processes processes = new Processes(new ProcessNames(proc));
    KernelSocket socket = new Kernel().client(50_001).at(1);

    processes.look(List.of(new HostConnection(socket, Side.SERVER, false, 1)), 1);

    assertThat(processes.status().up()).isFalse();
  }
}
