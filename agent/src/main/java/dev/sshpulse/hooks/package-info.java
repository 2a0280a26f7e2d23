/** What is hooked: one file for each library, a table on top and plain handlers below. */
package dev.sshpulse.hooks;
