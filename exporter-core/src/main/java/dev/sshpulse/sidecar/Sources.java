package dev.sshpulse.sidecar;

import dev.sshpulse.config.Setting;
import dev.sshpulse.config.Settings;
import dev.sshpulse.host.AgentUrl;
import dev.sshpulse.host.AgentsNextDoor;
import dev.sshpulse.host.HostCounters;
import dev.sshpulse.host.ProcTable;
import dev.sshpulse.host.ProcessNames;
import dev.sshpulse.host.SockDiag;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.SourceStatus;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the sidecar's knowledge comes from; each can fail alone, and says so. */
final class Sources implements AutoCloseable {
  private static final File NET = new File("/proc/self/net");
  private static final File PROC = new File("/proc");
  private static final File SYSCTLS = new File("/proc/sys/net/ipv4");
  private static final Set<String> SWITCHED_OFF = Set.of("off", "none");
  private static final Duration AGENT_WITHIN = Duration.ofSeconds(1);

  final SocketTable table;
  final @Nullable SshdLogReader log;
  final SshdAudit sshd;
  final HostFigures figures;
  final Neighbour neighbour;
  final Processes processes = new Processes(new ProcessNames(PROC));
  private final @Nullable AgentsNextDoor agents;
  private volatile boolean logKnown;

  /**
   * Opens them, as far as that can be done before the first look.
   *
   * @param libraries where JNA's native library may lie ready; null: nowhere
   * @throws IllegalArgumentException for a setting that cannot be followed, naming it
   */
  Sources(Settings settings, Set<Integer> ports, @Nullable File libraries, Faults faults) {
    table =
        new SocketTable(
            List.of(
                new SocketTable.Candidate("sock_diag", () -> SockDiag.open(libraries)),
                new SocketTable.Candidate("proc", () -> new ProcTable(NET))),
            ports);
    sshd =
        new SshdAudit(
            given(settings, Setting.SIDECAR_SSHD_CONFIG),
            settings.get(Setting.SIDECAR_SSHD_VERSION));
    figures = new HostFigures(new HostCounters(NET, SYSCTLS), sshd);
    agents = agents(given(settings, Setting.SIDECAR_AGENT_URL));
    neighbour = agents == null ? Neighbour.NONE : new AgentNeighbour(agents);
    log =
        SshdLogReader.open(
            given(settings, Setting.SIDECAR_SSHD_LOG),
            given(settings, Setting.SIDECAR_STATE),
            System.in,
            faults);
  }

  /** Empty where it is switched off; an empty environment variable would count as not set. */
  static String given(Settings settings, Setting<String> setting) {
    String value = settings.get(setting);
    return SWITCHED_OFF.contains(value.toLowerCase(Locale.ROOT)) ? "" : value;
  }

  private static @Nullable AgentsNextDoor agents(String url) {
    return url.isEmpty() ? null : new AgentsNextDoor(List.of(AgentUrl.parse(url)), AGENT_WITHIN);
  }

  /** The sidecar's own port is no agent's. */
  void skip(int ownPort) {
    if (agents != null) {
      agents.skip(ownPort);
    }
  }

  /** How all of them fare. Any thread may ask. */
  List<SourceStatus> statuses() {
    List<SourceStatus> all = new ArrayList<>(table.statuses());
    add(all, logStatus());
    add(all, sshd.status());
    add(all, figures.status());
    add(all, processes.status());
    add(all, neighbour.status());
    return all;
  }

  private @Nullable SourceStatus logStatus() {
    SourceStatus status = log == null ? null : log.status();
    if (status != null && status.up()) {
      logKnown = true;
    }
    return status;
  }

  /** Whether sshd's log has been up at any time. Any thread may ask. */
  boolean logKnown() {
    return logKnown;
  }

  private static void add(List<SourceStatus> to, @Nullable SourceStatus status) {
    if (status != null) {
      to.add(status);
    }
  }

  @Override
  public void close() {
    table.close();
    neighbour.close();
    if (log != null) {
      log.close();
    }
  }
}
