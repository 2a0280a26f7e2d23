package dev.sshpulse.http;

/**
 * How much of us others may take; how often strangers may ask is in {@link Allowance}.
 *
 * @param connections open at a time from loopback, and as many from elsewhere: {@link Room}
 * @param firstRequestMillis from the connection to the end of its first request's header
 * @param nextRequestMillis from one request to the end of the next one's header, and to the end of
 *     an answer that nobody reads
 * @param lineBytes longest request line
 * @param headerBytes longest header, all its lines together
 * @param unreadBytes of answers that wait to be read; a big one beyond is refused
 */
record Limits(
    int connections,
    long firstRequestMillis,
    long nextRequestMillis,
    int lineBytes,
    int headerBytes,
    long unreadBytes) {

  /** The time between requests is longer than people let pass between scrapes. */
  static final Limits DEFAULT = new Limits(64, 10_000, 150_000, 4096, 8192, 16 << 20);
}
