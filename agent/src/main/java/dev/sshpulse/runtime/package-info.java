/**
 * Starts and runs the agent inside a host JVM: the order on one page, its threads, its one line.
 */
package dev.sshpulse.runtime;
