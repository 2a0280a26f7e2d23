/** {@code top}: agents as they are now, on a terminal, as text or as JSON. */
package dev.sshpulse.cli.top;
