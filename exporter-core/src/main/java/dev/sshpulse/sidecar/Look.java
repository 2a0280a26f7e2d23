package dev.sshpulse.sidecar;

import dev.sshpulse.host.KernelSocket;
import java.util.List;

/**
 * What the kernel said at one moment.
 *
 * @param now that moment, in milliseconds of a monotonic clock
 * @param sockets all that it lists on SSH ports
 * @param gone those that it has let go of since the look before, read before {@code sockets}
 * @param tellsGone whether it says which have gone, without having lost any since the look before
 * @param abortsBefore connections of this host that it had given up for want of an answer before
 *     {@code sockets} were read; -1 where that is not known
 * @param abortsAfter likewise, after
 */
record Look(
    long now,
    List<KernelSocket> sockets,
    List<KernelSocket> gone,
    boolean tellsGone,
    long abortsBefore,
    long abortsAfter) {}
