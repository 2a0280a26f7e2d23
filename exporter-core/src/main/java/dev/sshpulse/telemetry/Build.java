package dev.sshpulse.telemetry;

/**
 * Which sshpulse this is: the labels of {@code sshpulse_build_info}.
 *
 * @param version its version, as in {@code 0.1.0}
 * @param revision the commit it was built from
 * @param java the version of the Java that runs it
 */
public record Build(String version, String revision, String java) {}
