/** The live SSH connections of this JVM, and the exact counts of what happened to its sockets. */
package dev.sshpulse.connections;
