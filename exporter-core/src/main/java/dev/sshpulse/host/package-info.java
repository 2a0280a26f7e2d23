/**
 * What the kernel says about this host's sockets. A source that cannot be read is absent and says
 * so; it is never taken for an empty one.
 */
package dev.sshpulse.host;
