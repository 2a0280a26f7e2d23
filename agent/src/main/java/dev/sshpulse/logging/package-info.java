/**
 * Takes the place of {@code java.util.logging} in the libraries inside the jar (packaging rewrites
 * their references).
 *
 * <p>Theirs would initialise the host's log manager before its main has chosen one. This one prints
 * nothing: warnings are counted, the rest is nobody's business.
 */
package dev.sshpulse.logging;
