package dev.sshpulse.http;

import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What strangers may cost: so much a second for each address, and so much for all together. Counted
 * in requests, and not in time, which would be longest when the host is busy, and a scrape most
 * wanted. As much as a request cost 256 KiB to or fro, whether compressed or left out, and a
 * handshake of TLS.
 */
final class Allowance {

  static final double BYTES_PER_REQUEST = 256 * 1024;

  /** So that all strangers together have a fifth of a core, whatever they ask for. */
  private static final double NANOS_PER_REQUEST = 2e6;

  /** A scraper asks once in some seconds; a person who looks, in bursts. */
  private static final double A_SECOND_EACH = 30;

  private static final double A_SECOND_ALL = 100;
  private static final double BURST_SECONDS = 2;

  /** Longer than a list of those who ask can be here; forgetting one is a present of a burst. */
  private static final int MOST_ADDRESSES = 1_000;

  private final Ticker ticker;
  private final Bucket all;
  private final Map<Neighbourhood, Bucket> each =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Neighbourhood, Bucket> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  Allowance(Ticker ticker) {
    this.ticker = ticker;
    this.all = new Bucket(A_SECOND_ALL, BURST_SECONDS, ticker.nanoTime());
  }

  /** The account of a stranger. */
  Account of(InetAddress caller) {
    Bucket own =
        each.computeIfAbsent(
            Neighbourhood.of(caller),
            unknown -> new Bucket(A_SECOND_EACH, BURST_SECONDS, ticker.nanoTime()));
    return new Account() {
      @Override
      public boolean allows() {
        long now = ticker.nanoTime();
        boolean both = own.has(now) && all.has(now);
        if (both) {
          take(1);
        }
        return both;
      }

      @Override
      public void pay(long bytes) {
        take(bytes / BYTES_PER_REQUEST);
      }

      @Override
      public void payForTime(long nanos) {
        take(nanos / NANOS_PER_REQUEST);
      }

      /** Whoever has used up his own share can send what he likes: it is not the others' loss. */
      private void take(double amount) {
        if (!own.isEmpty()) {
          all.take(amount);
        }
        own.take(amount);
      }
    };
  }
}
