/** {@code java -jar sshpulse.jar …}: what a person types, and the demo. */
package dev.sshpulse.cli;
