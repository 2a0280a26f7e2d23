package dev.sshpulse.telemetry;

import dev.sshpulse.model.Faults;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.SocketCounts;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What telemetry reads, on the thread that scrapes.
 *
 * @param counts what the application's sockets did
 * @param faults what sshpulse itself swallowed and dropped
 * @param hooks what can be observed; may change, and may be empty
 * @param observing whether the counts mean anything: {@code sshpulse_up}
 */
public record Observations(
    SocketCounts counts,
    Faults faults,
    Supplier<List<HookStatus>> hooks,
    BooleanSupplier observing) {}
