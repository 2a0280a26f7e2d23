package dev.sshpulse.cli.top;

import static org.jline.keymap.KeyMap.ctrl;
import static org.jline.keymap.KeyMap.del;
import static org.jline.keymap.KeyMap.key;

import java.util.List;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/** Reads keys, as this terminal sends them. */
final class Keys {

  /** After this, an ESC is the key and not the beginning of another. */
  private static final long ESCAPE_MILLIS = 50;

  private final KeyMap<Key> commands = new KeyMap<>();
  private final KeyMap<Key> typing = new KeyMap<>();
  private final BindingReader reader;

  Keys(Terminal terminal) {
    this.reader = new BindingReader(terminal.reader());
    bindCommands();
    bindMoves(terminal);
    typing.bind(Key.ENTER, "\r", "\n");
    typing.bind(Key.ERASE, del(), ctrl('H'));
    typing.setUnicode(Key.TEXT);
    typing.setNomatch(Key.OTHER);
    for (char c = ' '; c < '\u007f'; c++) {
      typing.bind(Key.TEXT, String.valueOf(c));
    }
    for (KeyMap<Key> keys : List.of(commands, typing)) {
      keys.bind(Key.ESCAPE, KeyMap.esc());
      keys.setAmbiguousTimeout(ESCAPE_MILLIS);
    }
  }

  private void bindCommands() {
    commands.bind(Key.BY_WORRY, "w");
    commands.bind(Key.BY_AGE, "a");
    commands.bind(Key.BY_SILENCE, "s");
    commands.bind(Key.BY_BYTES, "b");
    commands.bind(Key.BY_PEER, "p");
    commands.bind(Key.REVERSE, "r");
    commands.bind(Key.FILTER, "/");
    commands.bind(Key.PAUSE, " ");
    commands.bind(Key.ENDINGS, "e");
    commands.bind(Key.HELP, "?", "h");
    commands.bind(Key.REDRAW, ctrl('L'));
    commands.bind(Key.QUIT, "q", "Q");
    commands.bind(Key.UP, "k");
    commands.bind(Key.DOWN, "j");
    commands.bind(Key.FIRST, "g");
    commands.bind(Key.LAST, "G");
    commands.setUnicode(Key.OTHER);
    commands.setNomatch(Key.OTHER);
  }

  private void bindMoves(Terminal terminal) {
    move(terminal, Key.UP, Capability.key_up, "\033[A", "\033OA");
    move(terminal, Key.DOWN, Capability.key_down, "\033[B", "\033OB");
    move(terminal, Key.PAGE_UP, Capability.key_ppage, "\033[5~");
    move(terminal, Key.PAGE_DOWN, Capability.key_npage, "\033[6~");
    move(terminal, Key.FIRST, Capability.key_home, "\033[H", "\033[1~");
    move(terminal, Key.LAST, Capability.key_end, "\033[F", "\033[4~");
  }

  /** As the terminal says that it sends it, and as most send it. */
  private void move(Terminal terminal, Key meant, Capability capability, String... usual) {
    for (KeyMap<Key> keys : List.of(commands, typing)) {
      keys.bind(meant, usual);
      String sent = key(terminal, capability);
      if (sent != null) {
        keys.bind(meant, sent);
      }
    }
  }

  /**
   * The next key.
   *
   * @return null when none was pressed in time
   */
  @Nullable Key next(boolean isTyping, long millis) {
    int first = reader.peekCharacter(millis);
    if (first == NonBlockingReader.READ_EXPIRED) {
      return null;
    }
    if (first == NonBlockingReader.EOF) {
      return Key.QUIT; // the terminal is gone
    }
    return reader.readBinding(isTyping ? typing : commands);
  }

  /** What was typed with the last key. */
  String typed() {
    return reader.getLastBinding();
  }
}
