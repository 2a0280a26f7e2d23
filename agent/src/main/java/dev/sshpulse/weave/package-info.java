/** Puts calls of the bridge into other people's classes. Knows bytecode, and nothing of sockets. */
package dev.sshpulse.weave;
