package dev.sshpulse.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * What people do over SSH: writes a file over SFTP, or runs many short commands, with a client and a
 * server of Apache MINA SSHD in this process. Prints the nanoseconds that one round of it took, by
 * the median over some, after a smaller one to warm up.
 *
 * <p>Arguments: {@code sftp} and MiB, or {@code exec} and commands; rounds.
 */
public final class MinaWork {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MEBIBYTE = 1 << 20;

  /** Of a round. */
  private static final int A_WARM_UP = 4;

  private final MinaEnds ends;

  private MinaWork(MinaEnds ends) {
    this.ends = ends;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    int amount = Integer.parseInt(arguments[1]);
    long[] nanos = new long[Integer.parseInt(arguments[2])];
    Path directory = Files.createTempDirectory("sshpulse-bench");
    try (MinaEnds ends = new MinaEnds(server -> {
      server.setFileSystemFactory(new VirtualFileSystemFactory(directory));
      server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
      server.setCommandFactory((channel, command) -> new Done());
    })) {
      MinaWork work = new MinaWork(ends);
      work.round(arguments[0], Math.max(1, amount / A_WARM_UP));
      for (int i = 0; i < nanos.length; i++) {
        long before = System.nanoTime();
        work.round(arguments[0], amount);
        nanos[i] = System.nanoTime() - before;
      }
    } finally {
      Files.deleteIfExists(directory.resolve("file"));
      Files.deleteIfExists(directory);
    }
    Arrays.sort(nanos);
    System.out.println(nanos[nanos.length / 2]);
  }

  private void round(String what, int amount) throws IOException {
    try (ClientSession session = ends.connect()) {
      switch (what) {
        case "sftp" -> write(session, amount);
        case "exec" -> run(session, amount);
        default -> throw new IllegalArgumentException("sftp or exec, not " + what);
      }
    }
  }

  private static void write(ClientSession session, int mebibytes) throws IOException {
    byte[] block = new byte[MEBIBYTE];
    try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session);
        OutputStream file = sftp.write("/file")) {
      for (int i = 0; i < mebibytes; i++) {
        file.write(block);
      }
    }
  }

  private static void run(ClientSession session, int commands) throws IOException {
    for (int i = 0; i < commands; i++) {
      try (ChannelExec command = session.createExecChannel("done")) {
        command.open().verify(PATIENCE);
        command.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
      }
    }
  }

  /** A command that has nothing to do. */
  private static final class Done implements Command {
    private ExitCallback exit = (status, message, immediately) -> {};

    @Override
    public void setInputStream(InputStream in) {}

    @Override
    public void setOutputStream(OutputStream out) {}

    @Override
    public void setErrorStream(OutputStream err) {}

    @Override
    public void setExitCallback(ExitCallback exit) {
      this.exit = exit;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      exit.onExit(0);
    }

    @Override
    public void destroy(ChannelSession channel) {}
  }
}
