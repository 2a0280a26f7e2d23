package dev.sshpulse.cli.top;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Size;

/** The screen that lives: draws when an answer comes, a key is pressed or the terminal changes. */
final class Live {

  private static final long GLANCE_MILLIS = 100;

  private final Session session;
  private final Polls polls;
  private final AtomicBoolean interrupted;
  private final View view = new View();

  Live(Session session, Polls polls, AtomicBoolean interrupted) {
    this.session = session;
    this.polls = polls;
    this.interrupted = interrupted;
  }

  /** Until its user has seen enough. */
  void run() {
    Keys keys = session.keys();
    long drawn = -1;
    while (!view.isOver() && !interrupted.get()) {
      long answers = polls.answers();
      if (answers != drawn || session.isResized()) {
        draw();
        drawn = answers;
      }
      Key key = keys.next(view.isTyping(), GLANCE_MILLIS);
      if (key == Key.REDRAW) {
        session.redraw();
      } else if (key != null) {
        view.press(key, keys.typed(), polls.latest());
        drawn = -1;
      }
    }
  }

  private void draw() {
    Size size = session.size();
    List<Poll> latest = polls.latest();
    Screen screen = new Screen(view, size.getColumns(), size.getRows());
    session.draw(
        latest.isEmpty() ? List.of(Line.of(Paint.FAINT, "asking ...")) : screen.lines(latest));
  }
}
