package dev.sshpulse.telemetry;

import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.ConnectionCounts;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.LibraryCounts;
import dev.sshpulse.model.LiveCounts;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What telemetry reads, on the thread that scrapes.
 *
 * @param counts what happened to SSH connections and, where they are {@link
 *     dev.sshpulse.model.SocketCounts}, to the calls on all sockets of the process
 * @param libraries what SSH libraries said; null outside a JVM that has any
 * @param live what is wrong with connections that live
 * @param pathTimeout after which silence a path forgets flows; null while that is not known
 * @param faults what sshpulse itself swallowed and dropped
 * @param hooks what can be observed; may change, and may be empty
 * @param observing whether the counts mean anything: {@code sshpulse_up}
 * @param host what the sidecar reads; null in a host JVM
 */
public record Observations(
    ConnectionCounts counts,
    @Nullable LibraryCounts libraries,
    LiveCounts live,
    Supplier<@Nullable PathTimeout> pathTimeout,
    Faults faults,
    Supplier<List<HookStatus>> hooks,
    BooleanSupplier observing,
    @Nullable HostObservations host) {}
