package dev.sshpulse.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.host.KernelSocket;
import dev.sshpulse.host.ProcessNames;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SourceStatus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
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
  void saysHowManyProcessesItMayNotLookInto() throws IOException {
    File hidden = new File(proc, "11");
    assertThat(hidden.mkdir()).isTrue();
    Files.writeString(new File(hidden, "fd").toPath(), "not a directory");

    SourceStatus status = lookForOne();

    assertThat(status.up()).isFalse();
    assertThat(status.reason())
        .startsWith("0 of 1 connections have a name: 1 processes may not be looked into");
  }

  @Test
  void saysThatProcessesMayBeHiddenWhereItMayLookIntoAllThatAreShown() {
    SourceStatus status = lookForOne();

    assertThat(status.up()).isFalse();
    assertThat(status.reason())
        .startsWith("0 of 1 connections have a name: no process that is shown here")
        .contains("ProtectProc", "hidepid", "process namespace");
  }

  private SourceStatus lookForOne() {
    Processes processes = new Processes(new ProcessNames(proc));
    KernelSocket socket = new Kernel().client(50_001).at(1);
    processes.look(List.of(new HostConnection(socket, Side.SERVER, false, 1)), 1);
    return Objects.requireNonNull(processes.status());
  }
}
