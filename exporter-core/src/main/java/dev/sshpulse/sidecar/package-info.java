/**
 * The host's view, without a JVM to attach to: what the kernel's sockets and sshd's words come to.
 * Everything below is wired here.
 */
package dev.sshpulse.sidecar;
