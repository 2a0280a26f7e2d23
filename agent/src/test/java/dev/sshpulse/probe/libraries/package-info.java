/**
 * SSH libraries as applications use them: each class is written for the newest version of one, and
 * runs with all that are tried.
 */
package dev.sshpulse.probe.libraries;
