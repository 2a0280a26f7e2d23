/** What {@code java -jar sshpulse.jar sidecar} says of SSH peers that are real. */
package dev.sshpulse.packed.sidecar;
