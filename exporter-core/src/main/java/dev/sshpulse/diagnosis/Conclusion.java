package dev.sshpulse.diagnosis;

import dev.sshpulse.model.Verdict;

/**
 * What the symptoms of one connection come to.
 *
 * @param idleMillis the silence just before the first byte or probe of ours that was never
 *     answered; where there is none, the silence before the end
 * @param detectionMillis from that byte or probe until an error told somebody; 0 where there is
 *     none
 */
public record Conclusion(Verdict verdict, long idleMillis, long detectionMillis) {}
