package dev.sshpulse.conversations;

import dev.sshpulse.handover.Backlog;
import dev.sshpulse.model.ConnectFailure;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.LibraryCounts;
import dev.sshpulse.model.SocketError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of all SSH libraries in this JVM.
 *
 * <p>What libraries say is left here by {@link Sayings}, on the application's threads, which never
 * wait. {@link #drain} and what it reaches are for sshpulse's threads, one at a time. A library's
 * session is known by its identity and held weakly.
 */
public final class Conversations {
  private static final int MOST_UTTERANCES = 1 << 15;
  private static final int MOST_CONVERSATIONS = 1 << 17;

  private final Messages messages;
  private final Faults faults;
  private final Backlog<Utterance> said = new Backlog<>(MOST_UTTERANCES);
  private final LibraryCounters counters = new LibraryCounters();
  private final WeakIdentityMap<Conversation> bySpeaker = new WeakIdentityMap<>();
  private @Nullable Meeting meeting;
  private volatile boolean expected;
  private volatile boolean strangersWelcome;

  /** Where a conversation meets its connection, and those are that hear of what has none. */
  public interface Meeting {
    /** This conversation was described anew, and has no connection yet. */
    void described(Conversation conversation);

    /** What {@code System.nanoTime} stood for. */
    Instant instant(long nanos);

    /** Tells everybody of what belongs to no connection. */
    void tell(Narration.Event event);
  }

  /** None yet. */
  public Conversations(Messages messages, Faults faults) {
    this.messages = messages;
    this.faults = faults;
  }

  /** Where they meet their connections; set before anything is drained. */
  public void meetAt(Meeting place) {
    this.meeting = place;
  }

  /** A library has been woven: from now on a connection may turn out to have a conversation. */
  public void expect() {
    expected = true;
  }

  /** Whether any may come. */
  public boolean areExpected() {
    return expected;
  }

  /** Whether sessions are wanted whose beginning nobody has seen. */
  public void meetStrangers(boolean wanted) {
    strangersWelcome = wanted;
  }

  boolean meetStrangers() {
    return strangersWelcome;
  }

  /** What they amount to. */
  public LibraryCounts counts() {
    return counters;
  }

  /** A reader of what passes. */
  Messages messages() {
    return messages;
  }

  void leave(Utterance utterance) {
    if (!said.push(utterance)) {
      faults.dropped(Faults.What.EVENT);
    }
  }

  /** Whether anything waits. */
  public boolean waiting() {
    return said.any();
  }

  /** Lets what has been said so far reach the conversations. */
  public void drain() {
    for (Utterance utterance : said.takeAll()) {
      try {
        utterance.reach(this);
      } catch (RuntimeException | LinkageError e) {
        faults.swallowed(Faults.Where.CONNECTIONS); // the others are none the worse for it
      }
    }
  }

  Meeting meeting() {
    if (meeting == null) {
      throw new IllegalStateException("nowhere to meet");
    }
    return meeting;
  }

  /** Messages before the first KEXINIT matter to nobody. */
  void hear(Utterance utterance, Message message) {
    Conversation conversation = bySpeaker.get(utterance.speaker);
    if (conversation == null && message.number() == Message.KEXINIT) {
      conversation = of(utterance.speaker);
    }
    if (conversation != null) {
      conversation.hear(message, utterance.nanos);
    }
  }

  /** The conversation, if there is one. */
  @Nullable Conversation existing(Object speaker) {
    return bySpeaker.get(speaker);
  }

  void attempt(Utterance beginning, Attempt attempt) {
    counters.connecting();
    Conversation before = bySpeaker.get(beginning.speaker);
    if (before != null && before.isOver()) {
      bySpeaker.remove(beginning.speaker); // a session that is used again
    }
    of(beginning.speaker).attempt(attempt, beginning.nanos);
  }

  Conversation of(Object speaker) {
    Conversation known = bySpeaker.get(speaker);
    if (known != null) {
      return known;
    }
    Conversation fresh = new Conversation(counters, faults);
    if (bySpeaker.size() < MOST_CONVERSATIONS) {
      bySpeaker.put(speaker, fresh);
    } else {
      faults.dropped(Faults.What.EVENT);
    }
    return fresh;
  }

  /** Which of the two is heard of first, or whether anything has been said, does not matter. */
  void unite(Object one, Object other) {
    Conversation known = bySpeaker.get(one);
    Conversation heard = of(other);
    if (known != null) {
      heard.adopt(known);
    }
    bySpeaker.put(one, heard);
  }

  /**
   * Whether it is known where its socket is, but not what became of it: what was recognised since
   * connections were last taken is known the next time.
   */
  boolean mayYetMeet(Object speaker) {
    Conversation conversation = bySpeaker.get(speaker);
    if (conversation == null || conversation.isJoined()) {
      return false;
    }
    Description known = conversation.description();
    return known != null && known.local() != null;
  }

  void connectFailed(Utterance failure, SocketError error) {
    Conversation conversation = bySpeaker.get(failure.speaker);
    Attempt attempt = conversation == null ? null : conversation.attempt();
    if (conversation == null || attempt == null || conversation.isJoined()) {
      return;
    }
    bySpeaker.remove(failure.speaker);
    counters.connectFailed(error);
    ConnectFailure told =
        new ConnectFailure(
            attempt.library(),
            attempt.libraryVersion(),
            attempt.host(),
            attempt.port(),
            error,
            meeting().instant(conversation.attemptedNanos()),
            meeting().instant(failure.nanos),
            attempt.parent());
    meeting().tell(listener -> listener.connectFailed(told));
  }
}
