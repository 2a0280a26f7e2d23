package dev.sshpulse.http;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Scrapes that come together share one text, and what is made of it to be sent: each is remembered
 * until the event loop's present pass is over. So nobody is told anything that is older than his
 * request by more than that pass. For the exporter's one thread.
 */
final class SharedScrapes {

  private final Exported exported;
  private final Map<String, Scrape> ofThisPass = new HashMap<>(4);

  SharedScrapes(Exported exported) {
    this.exported = exported;
  }

  /**
   * All metrics, as they are in this pass.
   *
   * @param contentType the format
   * @param afterThisPass runs what it is given when this pass is over
   */
  String text(String contentType, Executor afterThisPass) {
    Scrape scrape = ofThisPass.get(contentType);
    return scrape == null ? read(contentType, afterThisPass) : scrape.text;
  }

  private String read(String contentType, Executor afterThisPass) {
    String text = exported.scrape(contentType);
    boolean first = ofThisPass.isEmpty();
    ofThisPass.put(contentType, new Scrape(text));
    if (first) {
      afterThisPass.execute(ofThisPass::clear);
    }
    return text;
  }

  /** A text as it leaves. What is no such scrape is not remembered. */
  Body body(String text, boolean mayBeCompressed) {
    for (Scrape scrape : ofThisPass.values()) {
      if (scrape.text.equals(text)) {
        return scrape.body(mayBeCompressed);
      }
    }
    return Body.of(text, mayBeCompressed);
  }

  private static final class Scrape {
    private final String text;
    private @Nullable Body plain;
    private @Nullable Body compressed;

    Scrape(String text) {
      this.text = text;
    }

    Body body(boolean mayBeCompressed) {
      return mayBeCompressed ? compressed() : plain();
    }

    private Body plain() {
      if (plain == null) {
        plain = Body.of(text, false);
      }
      return plain;
    }

    private Body compressed() {
      if (compressed == null) {
        compressed = Body.of(text, true);
      }
      return compressed;
    }
  }
}
