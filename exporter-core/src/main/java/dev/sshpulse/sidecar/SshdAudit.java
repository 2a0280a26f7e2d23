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
import java.util.ArrayList;
import java.util.List;
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
  private final TextFiles files = new TextFiles();
  private long lookedAt = -EVERY_MILLIS;
  private @Nullable SshdVersion version;
  private boolean versionKnown;
  private volatile @Nullable SshdConfig config;
  private volatile @Nullable ClientAlive clientAlive;
  private volatile List<String> warnings = List.of();
  private volatile SourceStatus status =
      new SourceStatus(NAME, false, "not read yet", Duration.ZERO);

  /**
   * @param path of sshd_config
   * @param statedVersion as the user gave it; empty where the program is to be asked
   * @throws IllegalArgumentException if that is no version, saying what is expected
   */
  SshdAudit(String path, String statedVersion) {
    this.path = path;
    versionKnown = !statedVersion.isEmpty();
    version = versionKnown ? SshdVersion.stated(statedVersion) : null;
  }

  void look(long now) {
    if (path.isEmpty() || now - lookedAt < EVERY_MILLIS) {
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
      config = null;
      reason = String.valueOf(e.getMessage());
    }
    status = new SourceStatus(NAME, up, reason, Duration.ofNanos(System.nanoTime() - from));
  }

  private String read() throws IOException {
    SshdConfig now = SshdConfig.read(path, files::read, files::matching);
    ClientAlive found = new ClientAlive(now.clientAlive(), version());
    config = now;
    clientAlive = found;
    StringBuilder said = new StringBuilder(found.sentence());
    for (SshdConfig.Variant variant : now.variants()) {
      ClientAlive other = new ClientAlive(variant.clientAlive(), found.version());
      said.append("; Match ").append(variant.criteria()).append(": ").append(other.sentence());
    }
    now.notes().forEach(note -> said.append("; ").append(note));
    return said.toString();
  }

  /** Asked once: a new program is there before the old process is gone. */
  private @Nullable SshdVersion version() {
    if (!versionKnown) {
      versionKnown = true;
      version = ofTheProgram();
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

  /**
   * Finds out what is wrong where a path forgets flows sooner than anything is sent on them, each
   * Match block for itself.
   *
   * @param pathTimeoutMillis a silence that flows did not survive; 0 where none is known
   * @param tcpKeepAliveSeconds the sysctl tcp_keepalive_time; null where it cannot be read
   */
  void hold(long pathTimeoutMillis, @Nullable Long tcpKeepAliveSeconds) {
    SshdConfig known = config;
    ClientAlive found = clientAlive;
    List<String> all = new ArrayList<>();
    if (pathTimeoutMillis > 0 && known != null && found != null) {
      Long tcp = known.tcpKeepAlive() ? tcpKeepAliveSeconds : null;
      add("", found.warning(pathTimeoutMillis, tcp), all);
      for (SshdConfig.Variant variant : known.variants()) {
        ClientAlive other = new ClientAlive(variant.clientAlive(), found.version());
        add("Match " + variant.criteria() + ": ", other.warning(pathTimeoutMillis, tcp), all);
      }
    }
    warnings = List.copyOf(all);
  }

  /** What is wrong; empty where nothing is, or is known. */
  List<String> warnings() {
    return warnings;
  }

  private static void add(String block, @Nullable String warning, List<String> to) {
    if (warning != null) {
      to.add(block + warning);
    }
  }

  /** How it fares, with its warnings; null where none is to be read. */
  @Nullable SourceStatus status() {
    SourceStatus now = status;
    if (path.isEmpty()) {
      return null;
    }
    List<String> said = new ArrayList<>(List.of(now.reason()));
    said.addAll(warnings);
    return new SourceStatus(now.source(), now.up(), String.join("; ", said), now.took());
  }
}
