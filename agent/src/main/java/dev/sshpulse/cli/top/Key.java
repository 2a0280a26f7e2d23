package dev.sshpulse.cli.top;

/** What a key asks for. */
enum Key {
  UP,
  DOWN,
  PAGE_UP,
  PAGE_DOWN,
  FIRST,
  LAST,
  BY_WORRY,
  BY_AGE,
  BY_SILENCE,
  BY_BYTES,
  BY_PEER,
  REVERSE,
  FILTER,
  PAUSE,
  ENDINGS,
  HELP,
  ENTER,
  ESCAPE,
  ERASE,
  REDRAW,
  QUIT,
  /** A character of a filter. */
  TEXT,
  /** A key that asks for nothing. */
  OTHER
}
