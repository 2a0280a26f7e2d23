/** What an agent or a sidecar says of itself, asked over HTTP as anybody may: no attaching here. */
package dev.sshpulse.cli.agents;
