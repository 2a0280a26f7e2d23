package dev.sshpulse.telemetry;

import dev.sshpulse.model.HostFacts;
import dev.sshpulse.model.LogCounts;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.model.TcpCounts;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What only the sidecar reads.
 *
 * @param tcp what the kernel says of the sockets on SSH ports
 * @param log what sshd's log has told; null where none is read
 * @param logKnown whether that log has been read at any time: if not, nothing of it is known
 * @param facts what is known of the host as a whole
 * @param sources how its sources fare; may change
 */
public record HostObservations(
    TcpCounts tcp,
    @Nullable LogCounts log,
    BooleanSupplier logKnown,
    HostFacts facts,
    Supplier<List<SourceStatus>> sources) {}
