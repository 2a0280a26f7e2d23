package dev.sshpulse.sshd;

import dev.sshpulse.sshd.Lives.Life;
import dev.sshpulse.sshd.Party.Stage;
import dev.sshpulse.sshd.Saying.Consequence;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * From lines of sshd's log to what they say of connections, for OpenSSH 7 to 10. For one thread at
 * a time.
 *
 * <p>Lines may be as syslog writes them (RFC 3164, RFC 5424, or with RFC 3339's time), or bare, as
 * {@code sshd -D -e} does. Once a line of sshd had a prefix, a line without one is not sshd's.
 *
 * <p>A line counts where sshd's own words begin the message. What a stranger can write into it, a
 * user's name above all, comes after them and before the address; where a line could have been made
 * to name another peer, none is given. What another program on this host writes to the log in
 * sshd's name cannot be told from sshd's lines: syslog asks nobody for a name.
 */
public final class SshdLog {
  /** A busy host's connections of an hour; some 200 bytes each. */
  private static final int MOST_LIVES = 8192;

  private final Lives lives = new Lives(MOST_LIVES);
  private boolean prefixed;

  /**
   * What a line says; null if it says nothing of a connection, or is not of sshd.
   *
   * @param line without its line feed; any bytes
   */
  public @Nullable SshdEvent read(byte[] line) {
    LogLine read = LogLine.of(line);
    if (read.hasPrefix() ? !read.isOfSshd() : prefixed) {
      return null;
    }
    prefixed |= read.hasPrefix();
    Message message = Message.of(read.message());
    Saying saying = Wordings.of(message);
    return saying == null ? null : heard(saying, read, message.before());
  }

  private @Nullable SshdEvent heard(Saying saying, LogLine line, boolean before) {
    // What stood at the end may be gone, and what a stranger wrote be there instead.
    boolean known = saying.party().certain() || !line.maybeCut();
    InetSocketAddress peer = known ? saying.party().peer() : null;
    long pid = saying.consequence() == Consequence.NONE ? saying.other() : line.pid();
    Life life =
        saying.consequence() == Consequence.BEGINS ? lives.begin(pid, peer) : lives.of(pid, peer);
    SshdEvent event = event(saying, pid == 0 ? line.pid() : pid, life, before);
    remember(saying, pid, life);
    return event;
  }

  private static @Nullable SshdEvent event(Saying saying, long pid, Life life, boolean before) {
    if (saying.kind() == null) {
      return null;
    }
    boolean stale = before && life.isLoggedIn(); // its number was another's before
    return new SshdEvent(
        saying.kind(),
        pid,
        stale && saying.party().peer() == null ? null : life.peer(),
        saying.method(),
        saying.code(),
        before || isBeforeLogin(saying.party().stage(), life));
  }

  /**
   * Since 7.7 lines from after the login name the user; what neither does so nor was marked by the
   * process before the login stems from the first moments.
   */
  private static boolean isBeforeLogin(Stage stage, Life life) {
    return stage == Stage.UNTOLD ? !life.isLoggedIn() : stage == Stage.BEFORE_LOGIN;
  }

  private void remember(Saying saying, long pid, Life life) {
    switch (saying.consequence()) {
      case IS_OVER -> lives.end(pid, life.peer());
      case HAS_CHILD -> lives.remember(saying.other(), life);
      case LOGGED_IN -> {
        life.logIn();
        lives.remember(pid, life);
      }
      case GOES_ON -> lives.remember(pid, life);
      case BEGINS, NONE -> {}
    }
  }
}
