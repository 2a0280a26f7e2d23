package dev.sshpulse.config;

/**
 * What one source says of one setting.
 *
 * @param text trimmed, as the user wrote it
 * @param spelling how this source names the setting: {@code SSHPULSE_HTTP_LISTEN}
 * @param origin which source it is: {@code environment variable SSHPULSE_HTTP_LISTEN}
 * @param fault why the text cannot even be parsed; empty when it can
 */
record Finding(String text, String spelling, String origin, String fault) {}
