/** How metrics are fetched: a small HTTP server. Netty is known here and nowhere else. */
package dev.sshpulse.http;
