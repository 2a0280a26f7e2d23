package dev.sshpulse.cli.top;

import org.jline.utils.AttributedStyle;

/** What a part of the screen means; colour is never the only sign of it. */
enum Paint {
  PLAIN(AttributedStyle.DEFAULT, AttributedStyle.DEFAULT),
  TITLE(AttributedStyle.BOLD, AttributedStyle.BOLD),
  FAINT(AttributedStyle.DEFAULT.faint(), AttributedStyle.DEFAULT),
  GOOD(AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN), AttributedStyle.DEFAULT),
  WARNING(AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW), AttributedStyle.DEFAULT),
  BAD(AttributedStyle.BOLD.foreground(AttributedStyle.RED), AttributedStyle.BOLD),
  HEADER(AttributedStyle.BOLD.underline(), AttributedStyle.BOLD.underline()),
  SELECTED(AttributedStyle.INVERSE, AttributedStyle.INVERSE);

  @SuppressWarnings("ImmutableEnumChecker") // a style does not change
  private final AttributedStyle coloured;

  @SuppressWarnings("ImmutableEnumChecker")
  private final AttributedStyle plain;

  Paint(AttributedStyle coloured, AttributedStyle plain) {
    this.coloured = coloured;
    this.plain = plain;
  }

  AttributedStyle style(boolean colours) {
    return colours ? coloured : plain;
  }
}
