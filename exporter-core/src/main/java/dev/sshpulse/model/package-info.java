/**
 * What can happen to an SSH connection and to the sockets of a process. Depends on {@code java.*}
 * only.
 */
package dev.sshpulse.model;
