package dev.sshpulse.bench;

import java.io.FileDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one woven call adds to a socket call: the bridge with the real listener behind it, on
 * descriptors of open sockets, in a JVM with the packed jar attached.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "-javaagent:agent/target/sshpulse.jar=http.listen=off",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
    })
public class HookBenchmark {

  /** An SSH connection, long past its identification. */
  @State(Scope.Thread)
  public static class Ssh {
    Descriptors connection;

    /** Opens it. */
    @Setup(Level.Trial)
    public void open() throws Exception {
      connection = Descriptors.ofSsh();
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
      connection.close();
    }
  }

  /** A connection that is none. */
  @State(Scope.Thread)
  public static class Other {
    Descriptors connection;

    /** Opens it. */
    @Setup(Level.Trial)
    public void open() throws Exception {
      connection = Descriptors.ofSomethingElse();
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
      connection.close();
    }
  }

  /** Both ends of one connection: opened one after the other, their numbers and slots adjoin. */
  @State(Scope.Group)
  public static class Neighbours extends Ssh {}

  /** Two connections with many others between them. */
  @State(Scope.Group)
  public static class Strangers extends Ssh {
    private static final int BETWEEN = 100;

    final List<Descriptors> others = new ArrayList<>();

    /** Opens the second. */
    @Setup(Level.Trial)
    public void openOthers() throws Exception {
      for (int i = 0; i < BETWEEN; i++) {
        others.add(Descriptors.ofSsh());
      }
    }

    FileDescriptor last() {
      return others.get(BETWEEN - 1).near();
    }

    /** Closes them. */
    @TearDown(Level.Trial)
    public void closeOthers() throws IOException {
      for (Descriptors other : others) {
        other.close();
      }
    }
  }

  /** The loop alone, to be taken off the others. */
  @Benchmark
  public FileDescriptor nothing(Ssh ssh) {
    return ssh.connection.near();
  }

  /** A read of an SSH connection returned. */
  @Benchmark
  public void receivedOnSsh(Ssh ssh) {
    SshpulseBridge.received(64, ssh.connection.near(), ssh.connection.address());
  }

  /** A write of an SSH connection returned. */
  @Benchmark
  public void sentOnSsh(Ssh ssh) {
    SshpulseBridge.sent(64, ssh.connection.near(), ssh.connection.address());
  }

  /** A read of any other connection returned. */
  @Benchmark
  public void receivedOnOther(Other other) {
    SshpulseBridge.received(64, other.connection.near(), other.connection.address());
  }

  /** A write of any other connection returned. */
  @Benchmark
  public void sentOnOther(Other other) {
    SshpulseBridge.sent(64, other.connection.near(), other.connection.address());
  }

  /** One of two threads on neighbouring descriptors. */
  @Benchmark
  @Group("neighbours")
  @GroupThreads(1)
  public void oneNeighbour(Neighbours both) {
    SshpulseBridge.sent(64, both.connection.near(), both.connection.address());
  }

  /** The other thread. */
  @Benchmark
  @Group("neighbours")
  @GroupThreads(1)
  public void otherNeighbour(Neighbours both) {
    SshpulseBridge.sent(64, both.connection.far(), both.connection.address());
  }

  /** One of two threads on descriptors far apart, for comparison. */
  @Benchmark
  @Group("strangers")
  @GroupThreads(1)
  public void oneStranger(Strangers both) {
    SshpulseBridge.sent(64, both.connection.near(), both.connection.address());
  }

  /** The other thread. */
  @Benchmark
  @Group("strangers")
  @GroupThreads(1)
  public void otherStranger(Strangers both) {
    SshpulseBridge.sent(64, both.last(), both.connection.address());
  }

  /** A write of an SSH connection failed; the exception itself, made once, costs far more. */
  @Benchmark
  public void failedOnSsh(Ssh ssh) {
    SshpulseBridge.failed(ssh.connection.brokenPipe(), ssh.connection.near(), SshpulseBridge.WRITE);
  }
}
