/** What is measured, and the hosts it is measured in; see the README beside the pom. */
package dev.sshpulse.bench;
