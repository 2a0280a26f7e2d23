/**
 * From what was seen of a connection to one cause, one initiator, and how long it had been silent.
 * Pure functions and small state: no I/O, no clock.
 */
package dev.sshpulse.diagnosis;
