package dev.sshpulse.cli.jvms;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Where sshpulse listens in a JVM, as a system property of that JVM tells. */
final class ToldUrl {
  private static final String PROPERTY = "dev.sshpulse.url";

  /** The JDK gives up after ten: cut off before, it would leave a file in that JVM's folder. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private ToldUrl() {}

  /**
   * What it tells, or {@code off: } and why that cannot be asked; null where it does not tell us,
   * or not yet.
   */
  static @Nullable String of(HostProcess process) {
    if (!process.handlesQuit() || process.isStopped()) {
      return null; // what asks it would end it, or wait for ever
    }
    try {
      String told = Patience.ask(process.pid(), PATIENCE, () -> ask(process.pid()));
      return told == null ? null : judge(told);
    } catch (SocketTimeoutException | ExecutionException e) {
      return null; // it hangs; or another user's, or one that lets nobody in
    }
  }

  /** Anybody can start a JVM that tells anything: nobody is sent to another host by it. */
  static String judge(String told) {
    return told.startsWith("off") || OwnAddress.isOf(told)
        ? told
        : "off: it tells '" + told + "', which is no URL of this host";
  }

  private static @Nullable String ask(long pid) throws IOException, AttachNotSupportedException {
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
    try {
      return SystemProperties.of(machine).getProperty(PROPERTY);
    } finally {
      machine.detach();
    }
  }
}
