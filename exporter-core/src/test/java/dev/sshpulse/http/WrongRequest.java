package dev.sshpulse.http;

/**
 * Something a client may send, and what it is told.
 *
 * @param what for the table in HTTP.md
 * @param bytes what is sent, one byte for each character
 * @param answers the status of each answer
 * @param kept whether the connection serves on
 */
record WrongRequest(String what, String bytes, String answers, boolean kept) {

  private static final String HOST = "Host: 127.0.0.1:9922\r\n";
  private static final String GET = "GET /-/healthy HTTP/1.1\r\n" + HOST;

  static final WrongRequest[] ALL = {
    kept("a path that is not served", get("/nowhere"), "404"),
    kept("`..` in the path", get("/../../etc/passwd"), "404"),
    kept("`..`, encoded", get("/%2e%2e/%2e%2e/etc/passwd"), "404"),
    kept("an encoded slash", get("/api%2fv1%2fhooks"), "404"),
    kept("two slashes", get("//metrics"), "404"),
    kept("a slash at the end", get("/metrics/"), "404"),
    kept("an encoded letter", get("/%6detrics"), "404"),
    kept("an encoded NUL", get("/metrics%00"), "404"),
    kept("a query that nobody asked for", get("/-/healthy?x=%00&%zz"), "200"),
    kept("a fragment", get("/-/healthy#x"), "404"),
    kept("an unknown method", "BREW / HTTP/1.1\r\n" + HOST + "\r\n", "405"),
    kept("`POST`, `PUT`, `DELETE` without a body", "POST / HTTP/1.1\r\n" + HOST + "\r\n", "405"),
    kept("`TRACE`", "TRACE / HTTP/1.1\r\n" + HOST + "\r\n", "405"),
    kept("`OPTIONS *`", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n", "405"),
    kept("`CONNECT host:port`", "CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + HOST + "\r\n", "405"),
    kept("a small letter in the method", "get / HTTP/1.1\r\n" + HOST + "\r\n", "405"),
    kept("the absolute form of this host", get("http://127.0.0.1:9922/-/healthy"), "200"),
    kept("the absolute form of another host", get("http://example.org/-/healthy"), "400"),
    kept("a host and port for a target", get("127.0.0.1:9922"), "400"),
    kept("`*` for a target of GET", get("*"), "400"),
    closed("a space in the target", get("/a b"), "400"),
    closed("NUL in the target", get("/metrics\0"), "400"),
    closed("a control byte in the target", get("/\u0007"), "400"),
    kept("a byte beyond ASCII in the target", get("/\u00e4"), "400"),
    closed("NUL in a header", GET + "X: a\0b\r\n\r\n", "400"),
    closed("NUL in a header's name", GET + "X\0: a\r\n\r\n", "400"),
    closed("a space before a header's colon", GET + "X : a\r\n\r\n", "400"),
    closed("a header without a colon", GET + "nonsense\r\n\r\n", "400"),
    closed("a header without a name", GET + ": a\r\n\r\n", "400"),
    closed("a carriage return alone in a header", GET + "X: a\rb\r\n\r\n", "400"),
    closed("a line of more than 4 KiB", get("/" + "x".repeat(5_000)), "414"),
    closed("a query of 10 MB", get("/metrics?" + "x".repeat(10_000_000)), "414"),
    closed("a method of 5 KB", "X".repeat(5_000) + " / HTTP/1.1\r\n\r\n", "414"),
    closed("a header line of more than 8 KiB", GET + "X: " + "x".repeat(9_000) + "\r\n\r\n", "431"),
    closed("5,000 headers", GET + "X: y\r\n".repeat(5_000) + "\r\n", "431"),
    kept("1,000 headers within 8 KiB", GET + "X: y\r\n".repeat(1_000) + "\r\n", "200"),
    closed("a body with its length", GET + "Content-Length: 5\r\n\r\nhello", "413"),
    closed(
        "a body in chunks",
        GET + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "413"),
    closed(
        "a body with `POST`", "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\n\r\nx", "405"),
    closed(
        "a body of 10 MB",
        GET + "Content-Length: 10000000\r\n\r\n" + "x".repeat(10_000_000),
        "413"),
    kept("a length of 0", GET + "Content-Length: 0\r\n\r\n", "200"),
    closed(
        "two lengths", GET + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + smuggled(), "400"),
    closed("a negative length", GET + "Content-Length: -1\r\n\r\n", "400"),
    closed("a length that is no number", GET + "Content-Length: +5\r\n\r\nhello", "400"),
    closed(
        "a length and chunks",
        GET + "Content-Length: 44\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled(),
        "400"),
    closed(
        "an unknown transfer encoding",
        GET + "Transfer-Encoding: xchunked\r\n\r\n" + smuggled(),
        "400"),
    closed(
        "chunks in HTTP/1.0",
        "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled(),
        "400"),
    kept("a folded header", GET + "X: a\r\n b\r\n\r\n", "200"),
    closed(
        "`Expect: 100-continue` with a body",
        GET + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n",
        "413"),
    kept("`Expect: 100-continue` without a body", GET + "Expect: 100-continue\r\n\r\n", "200"),
    closed("no `Host`", "GET / HTTP/1.1\r\n\r\n", "400"),
    closed("two `Host`s", GET + HOST + "\r\n", "400"),
    closed("an empty `Host`", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "400"),
    closed("a `Host` with a slash", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400"),
    closed("HTTP/0.9", "GET /metrics\r\n\r\n", "400"),
    closed("HTTP/1.0", "GET /-/healthy HTTP/1.0\r\n\r\n", "200"),
    kept(
        "HTTP/1.0 that asks to keep the connection",
        "GET /-/healthy HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "200"),
    closed("HTTP/1.1 that asks to close it", GET + "Connection: close\r\n\r\n", "200"),
    closed("HTTP/2 from the start", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"),
    kept(
        "HTTP/2 as an upgrade",
        GET
            + "Connection: Upgrade, HTTP2-Settings\r\n"
            + "Upgrade: h2c\r\n"
            + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
        "200"),
    closed("HTTP/3.7", "GET / HTTP/3.7\r\n" + HOST + "\r\n", "505"),
    closed("another protocol's name", "GET / ICY/1.1\r\n" + HOST + "\r\n", "400"),
    closed(
        "TLS on a port without it",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
        "400"),
    closed("the banner of SSH", "SSH-2.0-OpenSSH_9.2p1\r\n", "400"),
    closed("an array of Redis", "*1\r\n$4\r\nPING\r\n", "400"),
    kept("empty lines before the request", "\r\n\r\n" + GET + "\r\n", "200"),
    kept("requests without waiting for answers", (GET + "\r\n").repeat(3), "200 200 200"),
    closed("a request behind a refused one", "GET / HTTP/1.1\r\n\r\n" + GET + "\r\n", "400"),
    kept("a request behind one for nothing", get("/nowhere") + GET + "\r\n", "404 200"),
  };

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n";
  }

  /** What a proxy would take for a body, and must not be answered here. */
  private static String smuggled() {
    return "GET /api/v1/hooks HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  }

  private static WrongRequest kept(String what, String bytes, String answers) {
    return new WrongRequest(what, bytes, answers, true);
  }

  private static WrongRequest closed(String what, String bytes, String answers) {
    return new WrongRequest(what, bytes, answers, false);
  }

  String row() {
    return "| %s | %s, connection %s |".formatted(what, answers, kept ? "kept" : "closed");
  }

  @Override
  public String toString() {
    return what;
  }
}
