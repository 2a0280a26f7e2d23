/**
 * Host applications for the tests: programs that know nothing of sshpulse, each run in a JVM of its
 * own.
 */
package dev.sshpulse.probe;
