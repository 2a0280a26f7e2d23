package dev.sshpulse.telemetry;

import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.LibraryCounts;
import dev.sshpulse.model.LiveCounts;
import dev.sshpulse.model.SocketCounts;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What telemetry reads, on the thread that scrapes.
 *
 * @param counts what the application's sockets did
 * @param libraries what SSH libraries said
 * @param live what is wrong with connections that live
 * @param pathTimeout after which silence a path forgets flows; null while that is not known
 * @param faults what sshpulse itself swallowed and dropped
 * @param hooks what can be observed; may change, and may be empty
 * @param observing whether the counts mean anything: {@code sshpulse_up}
 */
public record Observations(
    SocketCounts counts,
    LibraryCounts libraries,
    LiveCounts live,
    Supplier<@Nullable PathTimeout> pathTimeout,
    Faults faults,
    Supplier<List<HookStatus>> hooks,
    BooleanSupplier observing) {}
