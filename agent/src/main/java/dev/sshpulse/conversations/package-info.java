/**
 * What SSH libraries say to their peers, message by message, whichever library it is: RFC 4252 to
 * 4254, read on the way in and out where it is not encrypted.
 */
package dev.sshpulse.conversations;
