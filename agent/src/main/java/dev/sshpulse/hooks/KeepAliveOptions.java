package dev.sshpulse.hooks;

import dev.sshpulse.model.KeepAlive;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the kernel does about silence on one socket: its own options, or this host's settings. */
final class KeepAliveOptions {
  private static final long MILLIS_PER_SECOND = 1000;
  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4");

  private final SocketFacts facts;
  private final @Nullable SocketOption<?> idle = extended("TCP_KEEPIDLE");
  private final @Nullable SocketOption<?> interval = extended("TCP_KEEPINTERVAL");
  private final @Nullable SocketOption<?> count = extended("TCP_KEEPCOUNT");

  KeepAliveOptions(SocketFacts facts) {
    this.facts = facts;
  }

  /** The options of tcp(7); null where they cannot be read. */
  @Nullable KeepAlive of(FileDescriptor fd) {
    Object on = facts.option(fd, StandardSocketOptions.SO_KEEPALIVE);
    Integer idleSeconds = value(fd, idle, "tcp_keepalive_time");
    Integer intervalSeconds = value(fd, interval, "tcp_keepalive_intvl");
    Integer probes = value(fd, count, "tcp_keepalive_probes");
    if (on == null || idleSeconds == null || intervalSeconds == null || probes == null) {
      return null;
    }
    return new KeepAlive(
        (Boolean) on, idleSeconds * MILLIS_PER_SECOND, intervalSeconds * MILLIS_PER_SECOND, probes);
  }

  private @Nullable Integer value(
      FileDescriptor fd, @Nullable SocketOption<?> option, String setting) {
    // Without the module jdk.net nobody in this JVM can have set one: the host's setting holds.
    return option == null ? setting(setting) : (Integer) facts.option(fd, option);
  }

  private static @Nullable Integer setting(String name) {
    try {
      return Integer.valueOf(Files.readString(SETTINGS.resolve(name)).trim());
    } catch (IOException | NumberFormatException e) {
      return null; // not this system's: what depends on it is "unknown"
    }
  }

  private static @Nullable SocketOption<?> extended(String name) {
    try {
      Class<?> options = Class.forName("jdk.net.ExtendedSocketOptions");
      return (SocketOption<?>) options.getField(name).get(null);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
