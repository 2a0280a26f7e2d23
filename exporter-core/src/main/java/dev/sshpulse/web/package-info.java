/**
 * {@code http.web-config}: who may ask, and over which TLS, as the file of Prometheus'
 * exporter-toolkit says. Loaded only where one is set; knows the JDK's TLS and no server.
 */
package dev.sshpulse.web;
