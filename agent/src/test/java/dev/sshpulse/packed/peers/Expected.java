package dev.sshpulse.packed.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What the agent must say of one connection.
 *
 * @param ending its cause, and who began it
 * @param counters every change, as {@link Counters#changes} writes it
 * @param spans every span, as {@link Spans#take} writes it
 */
record Expected(String ending, List<String> counters, List<String> spans) {
  private static final int PROTOCOL_ERROR = 2; // RFC 4253, section 11.1
  private static final int BY_APPLICATION = 11;
  private static final int NO_MORE_METHODS = 14;

  /** After so many refusals MINA's server hangs up at the next attempt. */
  private static final int MOST_ATTEMPTS = 20;

  /** In a host that is the server: the row of this client and this scenario. */
  static List<Expected> of(ClientOfOtherMake client, Scenario scenario) {
    if (scenario.end == Scenario.End.REFUSED && client.triesUntilItIsCutOff(scenario)) {
      return List.of(cutOff(client, scenario).told());
    }
    List<Expected> rows = new ArrayList<>();
    for (Integer status : statuses(scenario)) {
      rows.add(onServer(client, scenario, status).told());
    }
    return rows;
  }

  private static Story onServer(ClientOfOtherMake client, Scenario scenario, Integer status) {
    Story story = ofServer(client);
    endOnServer(story, client, scenario);
    logIn(story, client.habits, scenario);
    if (scenario == Scenario.WRONG_ANSWER && client.asksAgain()) {
      story.unanswered(scenario.method.label);
    }
    channels(story, scenario, status);
    return story;
  }

  private static Story ofServer(ClientOfOtherMake client) {
    String version = JavaLibrary.MINA_2_20_0.version();
    return Story.ofServer(client.habits.identification(), version);
  }

  private static Story cutOff(ClientOfOtherMake client, Scenario scenario) {
    Story story = ofServer(client).ends("auth_failed", "local", NO_MORE_METHODS);
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      story.refused(scenario.method.label);
    }
    return story.unanswered(scenario.method.label);
  }

  private static void endOnServer(Story story, ClientOfOtherMake client, Scenario scenario) {
    switch (scenario.end) {
      case REFUSED -> story.ends("auth_failed", "peer", client.habits.goodbyeWhenRefused());
      case KICKED -> story.ends("closed", "local", BY_APPLICATION);
      case LEFT_IDLE -> story.ends("idle_timeout", "local", PROTOCOL_ERROR);
      case KILLED -> story.ends("unexpected_eof", "peer", null);
      case DONE, STATUS_3, REKEYED -> story.ends("closed", "peer", client.goodbye(scenario));
    }
  }

  /** In a host that is the client: the row of this library, this server and this scenario. */
  static List<Expected> of(JavaLibrary library, LibraryServer server, Scenario scenario) {
    List<Expected> rows = new ArrayList<>();
    for (Integer status : statuses(scenario)) {
      rows.add(onClient(library, server, scenario, status).told());
    }
    return rows;
  }

  private static Story onClient(
      JavaLibrary library, LibraryServer server, Scenario scenario, Integer status) {
    Story story = Story.ofClient(library, server.identification());
    endOnClient(story, library, server, scenario);
    logIn(story, library.habits, scenario);
    if (scenario.end == Scenario.End.REFUSED) {
      library.triesMore(story, scenario);
    }
    channels(story, scenario, status);
    return story;
  }

  private static void endOnClient(
      Story story, JavaLibrary library, LibraryServer server, Scenario scenario) {
    switch (scenario.end) {
      case REFUSED -> story.ends("auth_failed", "local", library.habits.goodbyeWhenRefused());
      case KICKED -> server.kicks(story);
      // The server says no more on the wire.
      case LEFT_IDLE -> story.ends("protocol_error", "peer", PROTOCOL_ERROR);
      case DONE, STATUS_3, REKEYED -> story.ends("closed", "local", library.habits.goodbye());
      case KILLED -> throw new IllegalArgumentException("the client is the host");
    }
  }

  private static void logIn(Story story, Habits habits, Scenario scenario) {
    String method = scenario.method.label;
    if (scenario.login == Scenario.Login.RIGHT) {
      story.accepted(method);
    } else if (scenario.method != Method.PUBLIC_KEY || !habits.asksFirst()) {
      story.refused(method);
    }
  }

  private static void channels(Story story, Scenario scenario, Integer status) {
    if (scenario.end == Scenario.End.REFUSED) {
      return;
    }
    switch (scenario.action) {
      case EXEC, SCP, REKEY -> story.channel("exec", status);
      case SHELL -> story.channel("shell", status);
      case SFTP -> story.channel("subsystem", status);
      case DIRECT -> story.channel("direct_tcpip", null);
      case REMOTE -> story.channel("exec", status).channel("forwarded_tcpip", null);
    }
  }

  /**
   * With which the command ended; null if nobody said. The client closes the channel of a file's
   * transfer when it has what it wanted, and meanwhile the server's program ends: they race.
   */
  private static List<Integer> statuses(Scenario scenario) {
    boolean race = scenario.action == Action.SFTP || scenario.action == Action.SCP;
    return switch (scenario.end) {
      case DONE, REKEYED -> race ? Arrays.asList(0, null) : List.of(0);
      case STATUS_3 -> List.of(3);
      case REFUSED, KICKED, KILLED, LEFT_IDLE -> Collections.singletonList(null);
    };
  }
}
