/** SSH peers that we have not made, and strict recorders of what the agent says of them. */
package dev.sshpulse.packed.peers;
