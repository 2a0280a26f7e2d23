/** What goes around the jar: the dashboards and the manifests, read as their users read them. */
package dev.sshpulse.stack;
