/** How the application's threads leave something for sshpulse's: without a lock, and bounded. */
package dev.sshpulse.handover;
