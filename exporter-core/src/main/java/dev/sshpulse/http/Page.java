package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The live page: one document that needs nothing from anywhere else. Put together of its sources
 * when somebody asks, and not kept.
 *
 * @param policy lets a browser run the script and the style of this page, and no others
 */
record Page(String html, String policy) {

  /** In the order in which they build on each other. */
  private static final String[] SCRIPTS = {
    "words.js", "model.js", "verdict.js", "stream.js", "pictures.js", "table.js", "page.js"
  };

  static Page read(String version) {
    StringBuilder script = new StringBuilder();
    for (String name : SCRIPTS) {
      script.append(source(name));
    }
    return of(source("page.html"), source("page.css"), script.toString(), version);
  }

  private static Page of(String html, String style, String script, String version) {
    return new Page(
        html.replace("{{version}}", escaped(version))
            .replace("{{style}}", style)
            .replace("{{script}}", script),
        "default-src 'none'; connect-src 'self'; img-src data:; script-src "
            + hash(script)
            + "; style-src "
            + hash(style)
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }

  private static String source(String name) {
    try (InputStream in = Page.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no page/" + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("page/" + name, e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      escape(text.charAt(i), escaped);
    }
    return escaped.toString();
  }

  private static void escape(char c, StringBuilder into) {
    switch (c) {
      case '<' -> into.append("&lt;");
      case '>' -> into.append("&gt;");
      case '&' -> into.append("&amp;");
      case '"' -> into.append("&quot;");
      case '\'' -> into.append("&#39;");
      default -> into.append(c);
    }
  }
}
