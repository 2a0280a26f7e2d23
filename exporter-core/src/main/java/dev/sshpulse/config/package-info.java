/**
 * Settings: one line each in {@link dev.sshpulse.config.Setting}, read once from agent arguments,
 * system properties, environment and file.
 *
 * <p>Runs on the application's main thread before its main method: no lambda, stream, regular
 * expression or formatter (they cost milliseconds in a young JVM), and neither {@code
 * java.nio.file} nor {@code java.util.logging}, whose providers the application's main may still
 * want to choose. The YAML parser is loaded only when {@code config.file} is set.
 */
package dev.sshpulse.config;
