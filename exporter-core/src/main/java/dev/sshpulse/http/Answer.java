package dev.sshpulse.http;

/**
 * What is to be sent back, in UTF-8.
 *
 * @param status an HTTP status code
 * @param body never empty: a person may be reading
 */
record Answer(int status, String contentType, String body) {

  /** A sentence for a person, or a line in a terminal. */
  static Answer plain(int status, String sentence) {
    return new Answer(status, "text/plain; charset=utf-8", sentence + "\n");
  }
}
