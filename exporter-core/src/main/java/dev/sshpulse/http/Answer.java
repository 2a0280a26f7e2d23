package dev.sshpulse.http;

/**
 * What is to be sent back, in UTF-8.
 *
 * @param status an HTTP status code
 * @param body never empty: a person may be reading
 * @param policy what a browser may load and run of it
 */
record Answer(int status, String contentType, String body, String policy) {

  /** Nothing but what a browser makes of plain text. */
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

  /** One that loads and runs nothing. */
  Answer(int status, String contentType, String body) {
    this(status, contentType, body, NOTHING);
  }

  /** A sentence for a person, or a line in a terminal. */
  static Answer plain(int status, String sentence) {
    return new Answer(status, "text/plain; charset=utf-8", sentence + "\n");
  }
}
