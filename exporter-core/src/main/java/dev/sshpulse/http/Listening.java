package dev.sshpulse.http;

import java.util.function.Consumer;

/**
 * Where to listen, and for whom.
 *
 * @param host a name or address of this host
 * @param port 0 is any free one
 * @param exactly whether a taken port is the end of it; or else it gives way to the next free one
 *     of ten, but never to the sidecar's
 * @param webConfig the file of {@code http.web-config}; empty: plain HTTP, for everybody
 * @param say takes a line when that file has changed
 */
public record Listening(
    String host, int port, boolean exactly, String webConfig, Consumer<String> say) {

  Listening(String host, int port, boolean exactly) {
    this(host, port, exactly, "", line -> {});
  }
}
