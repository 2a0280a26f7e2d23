package dev.sshpulse.cli.agents;

import dev.sshpulse.host.HarmlessText;

/** Why nothing can be learnt of an agent, and what to do; one sentence for its user. */
public final class AgentFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says why; what another process wrote into it does not steer the terminal. */
  public AgentFailure(String reason) {
    super(HarmlessText.of(reason, '?'));
  }

  /** The sentence. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
