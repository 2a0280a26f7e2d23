/** The JVMs of this host, as somebody sees them who is in none of them. */
package dev.sshpulse.cli.jvms;
