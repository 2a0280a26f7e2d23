package dev.sshpulse.conversations;

import dev.sshpulse.diagnosis.OwnReason;
import dev.sshpulse.model.Heartbeat;
import dev.sshpulse.model.SocketError;

/**
 * What SSH libraries say, left for {@link Conversations} by the application's threads, which never
 * wait. Loaded with the first library.
 */
public final class Sayings {
  private final Conversations conversations;

  /** For these. */
  public Sayings(Conversations conversations) {
    this.conversations = conversations;
  }

  /** A session sends or has received the message that begins at {@code offset}. */
  public void message(Object session, boolean sent, byte[] bytes, int offset, int length) {
    Message message = conversations.messages().read(bytes, offset, length, sent);
    if (message != null) {
      leave(session, message);
    }
  }

  private void leave(Object session, Message message) {
    conversations.leave(
        new Utterance(session) {
          @Override
          void reach(Conversations all) {
            all.hear(this, message);
          }
        });
  }

  /** A session has received SSH_MSG_DISCONNECT, and its library tells the reason alone. */
  public void disconnected(Object session, int reason) {
    Message message = Message.onChannel(Message.DISCONNECT, false, 0, reason);
    leave(session, message);
  }

  /** A session can read no more: what it says from now on, nobody hears. */
  public void lost(Object session) {
    conversations.leave(
        new Utterance(session) {
          @Override
          void reach(Conversations all) {
            Conversation conversation = all.existing(speaker);
            if (conversation != null) {
              conversation.lost();
            }
          }
        });
  }

  /** What the library knows of a session. */
  public void describe(Object session, Description description) {
    conversations.leave(
        new Utterance(session) {
          @Override
          void reach(Conversations all) {
            Conversation conversation = all.of(speaker);
            conversation.describe(description, nanos);
            if (!conversation.isJoined()) {
              all.meeting().described(conversation);
            }
          }
        });
  }

  /** Whether sessions are wanted whose beginning nobody has seen. */
  public boolean meetStrangers() {
    return conversations.meetStrangers();
  }

  /**
   * Has this done on our thread about a session, or what leads to some, if it is not known yet: one
   * may have been heard of, by a keepalive or a channel, and where it is may not.
   */
  public void meet(Object session, Runnable unknown) {
    conversations.leave(
        new Utterance(session) {
          @Override
          void reach(Conversations all) {
            Conversation known = all.existing(speaker);
            if (known == null || known.description() == null) {
              unknown.run();
            }
          }
        });
  }

  /** Why this side's library ends a session. */
  public void reason(Object session, OwnReason reason) {
    conversations.leave(
        new Utterance(session) {
          @Override
          void reach(Conversations all) {
            all.of(speaker).giveReason(reason, nanos);
          }
        });
  }

  /** A session has waited in vain, and ends if so many of its keepalives have had no answer. */
  public void waited(Object session, int most) {
    conversations.leave(
        new Utterance(session) {
          @Override
          void reach(Conversations all) {
            all.of(speaker).waited(most, nanos);
          }
        });
  }

  /** How a session is set to probe its peer. */
  public void isSetToProbe(Object session, Heartbeat heartbeat) {
    conversations.leave(
        new Utterance(session) {
          @Override
          void reach(Conversations all) {
            all.of(speaker).isSetToProbe(heartbeat);
          }
        });
  }

  /** A session sends a keepalive that nobody needs to answer. */
  public void probeWithoutQuestion(Object session) {
    conversations.leave(
        new Utterance(session) {
          @Override
          void reach(Conversations all) {
            all.of(speaker).probeWithoutQuestion(nanos);
          }
        });
  }

  /** A library begins to connect; {@code key} stands for the session until there is one. */
  public void connecting(Object key, Attempt attempt) {
    conversations.leave(
        new Utterance(key) {
          @Override
          void reach(Conversations all) {
            all.attempt(this, attempt);
          }
        });
  }

  /** Two objects of a library's stand for one session. */
  public void same(Object known, Object other) {
    conversations.leave(
        new Utterance(known) {
          @Override
          void reach(Conversations all) {
            all.unite(speaker, other);
          }
        });
  }

  /** A library could not connect, or gave up what it had begun: then this says nothing new. */
  public void connectFailed(Object key, SocketError error) {
    conversations.leave(
        new Utterance(key) {
          private boolean hasWaited;

          @Override
          void reach(Conversations all) {
            if (hasWaited || !all.mayYetMeet(speaker)) {
              all.connectFailed(this, error);
              return;
            }
            hasWaited = true;
            all.leave(this);
          }
        });
  }
}
