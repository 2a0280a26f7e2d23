/**
 * How what was observed leaves the process as metrics and spans. Micrometer and OpenTelemetry are
 * known here and nowhere else.
 */
package dev.sshpulse.telemetry;
