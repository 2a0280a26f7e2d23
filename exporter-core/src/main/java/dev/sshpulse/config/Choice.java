package dev.sshpulse.config;

/** The value a user chose for a setting, and where. */
record Choice(Object value, String origin) {}
