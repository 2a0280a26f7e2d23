/** What OpenSSH's sshd says in its log, and what its configuration really comes to. */
package dev.sshpulse.sshd;
