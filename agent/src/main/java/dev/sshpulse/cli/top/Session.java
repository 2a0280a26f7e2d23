package dev.sshpulse.cli.top;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The terminal while it is ours: another screen, no cursor, keys without Enter. It is given back as
 * it was, by whatever way the program ends but SIGKILL.
 */
final class Session implements AutoCloseable {

  private static final int FEW_COLOURS = 8;

  /** Where a terminal does not say how large it is. */
  private static final Size USUAL = new Size(80, 24);

  private final Terminal terminal;
  private final Attributes before;
  private final Display display;
  private final AtomicBoolean resized = new AtomicBoolean(true);
  private final boolean colours;
  private final Thread atExit = new Thread(this::giveBack, "sshpulse-terminal");
  private Size size = USUAL;
  private boolean over;

  private Session(Terminal terminal, boolean mayColour) {
    this.terminal = terminal;
    this.before = terminal.getAttributes();
    this.display = new Display(terminal, true);
    Integer most = terminal.getNumericCapability(Capability.max_colors);
    this.colours = mayColour && most != null && most >= FEW_COLOURS;
  }

  /**
   * Takes the terminal.
   *
   * @param interrupted what Ctrl-C does
   */
  static Session open(boolean mayColour, Runnable interrupted) throws IOException {
    Session session = new Session(systemTerminal(), mayColour);
    Runtime.getRuntime().addShutdownHook(session.atExit);
    try {
      session.terminal.handle(Terminal.Signal.INT, signal -> interrupted.run());
      session.terminal.handle(Terminal.Signal.WINCH, signal -> session.resized.set(true));
      session.take();
      return session;
    } catch (Throwable t) {
      session.close();
      throw t;
    }
  }

  /** By stty, as any shell script would: no native code. */
  private static Terminal systemTerminal() throws IOException {
    Charset charset = Charset.defaultCharset();
    return new ExecTerminalProvider()
        .sysTerminal(
            "sshpulse",
            System.getenv().getOrDefault("TERM", "ansi"),
            false,
            charset,
            charset,
            charset,
            true,
            Terminal.SignalHandler.SIG_DFL,
            false,
            SystemStream.Output);
  }

  /** Unless the program is ending by now: then nobody would give it back. */
  private synchronized void take() {
    if (over) {
      return;
    }
    terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    // Stopped by Ctrl-Z, it would leave the shell with a terminal that echoes nothing.
    raw.setControlChar(ControlChar.VSUSP, 0);
    raw.setControlChar(ControlChar.VQUIT, 0);
    terminal.setAttributes(raw);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.keypad_xmit);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
  }

  Keys keys() {
    return new Keys(terminal);
  }

  /** Asks the terminal, if it has changed; a process is started for that. */
  synchronized Size size() {
    if (resized.getAndSet(false) && !over) {
      Size now = terminal.getSize();
      size = now.getColumns() > 0 && now.getRows() > 0 ? now : USUAL;
      display.resize(size.getRows(), size.getColumns());
      display.clear();
    }
    return size;
  }

  boolean isResized() {
    return resized.get();
  }

  /** Draws everything anew, whatever has been written over it. */
  void redraw() {
    resized.set(true);
  }

  /** Sends what differs from what is there. */
  synchronized void draw(List<Line> lines) {
    if (over) {
      return;
    }
    int width = size.getColumns();
    // It keeps and changes the list.
    List<AttributedString> drawn = new ArrayList<>();
    lines.forEach(line -> drawn.add(line.drawn(width, colours)));
    display.update(drawn, 0);
    terminal.flush();
  }

  @Override
  public void close() {
    giveBack();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // It is running now, and has nothing left to do.
    }
  }

  private synchronized void giveBack() {
    if (over) {
      return;
    }
    over = true;
    terminal.puts(Capability.cursor_normal);
    terminal.puts(Capability.keypad_local);
    terminal.puts(Capability.exit_ca_mode);
    terminal.flush();
    terminal.setAttributes(before);
  }
}
