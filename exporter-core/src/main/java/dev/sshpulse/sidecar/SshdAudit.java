package dev.sshpulse.sidecar;

import dev.sshpulse.host.SshdBinary;
import dev.sshpulse.host.TextFiles;
import dev.sshpulse.model.Heartbeat;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.sshd.ClientAlive;
import dev.sshpulse.sshd.SshdConfig;
import dev.sshpulse.sshd.SshdVersion;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the sshd of this host does about silent clients, by its configuration as it is now. It is
 * read once a minute: whoever changes it has to reload sshd as well.
 */
final class SshdAudit {
  static final String NAME = "sshd_config";

  private static final long EVERY_MILLIS = 60_000;
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final File PROGRAM = new File("/usr/sbin/sshd");
  private static final Duration VERSION_WITHIN = Duration.ofSeconds(2);

  private final String path;
  private final String statedVersion;
  private final TextFiles files = new TextFiles();
  private long lookedAt = -EVERY_MILLIS;
  private @Nullable SshdVersion version;
  private boolean versionAsked;
  private volatile @Nullable ClientAlive clientAlive;
  private volatile SourceStatus status =
      new SourceStatus(NAME, false, "not read yet", Duration.ZERO);

  /**
   * @param path of sshd_config
   * @param statedVersion as the user gave it; empty where the program is to be asked
   */
  SshdAudit(String path, String statedVersion) {
    this.path = path;
    this.statedVersion = statedVersion;
  }

  void look(long now) {
    if (now - lookedAt < EVERY_MILLIS) {
      return;
    }
    lookedAt = now;
    long from = System.nanoTime();
    String reason;
    boolean up = false;
    try {
      reason = read();
      up = true;
    } catch (IOException e) {
      clientAlive = null;
      reason = String.valueOf(e.getMessage());
    }
    status = new SourceStatus(NAME, up, reason, Duration.ofNanos(System.nanoTime() - from));
  }

  private String read() throws IOException {
    SshdConfig config = SshdConfig.read(path, files::read, files::matching);
    ClientAlive found = new ClientAlive(config.clientAlive(), version());
    clientAlive = found;
    StringBuilder said = new StringBuilder(found.sentence());
    for (SshdConfig.Variant variant : config.variants()) {
      ClientAlive other = new ClientAlive(variant.clientAlive(), found.version());
      said.append("; Match ").append(variant.criteria()).append(": ").append(other.sentence());
    }
    config.notes().forEach(note -> said.append("; ").append(note));
    return said.toString();
  }

  /** Asked once: a new program is there before the old process is gone. */
  private @Nullable SshdVersion version() {
    if (!versionAsked) {
      versionAsked = true;
      version = statedVersion.isEmpty() ? ofTheProgram() : SshdVersion.in(statedVersion);
    }
    return version;
  }

  private static @Nullable SshdVersion ofTheProgram() {
    try {
      return SshdVersion.in(new SshdBinary(PROGRAM, VERSION_WITHIN).version());
    } catch (IOException e) {
      return null; // the sentence says that it is not known
    }
  }

  /** After which silence sshd closes; null where that is not known, and where it never does. */
  @Nullable Long detectionSeconds() {
    ClientAlive found = clientAlive;
    return found == null ? null : found.detectionSeconds();
  }

  /** How it protects its connections; null where nothing is known of it, or it does not. */
  @Nullable Heartbeat heartbeat() {
    Long seconds = detectionSeconds();
    return seconds == null ? null : new Heartbeat(true, seconds * MILLIS_PER_SECOND);
  }

  /** What is wrong on a path with this timeout; null where nothing is, or is known. */
  @Nullable String warning(long pathTimeoutMillis) {
    ClientAlive found = clientAlive;
    return found == null ? null : found.warning(pathTimeoutMillis);
  }

  SourceStatus status() {
    return status;
  }
}
