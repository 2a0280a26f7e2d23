package dev.sshpulse.http;

import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells everybody who has the page open what happens, once a second. All of the same right are told
 * the same bytes; while nobody looks, nothing is done and nothing kept. For the exporter's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is scheduled ends with the loop
final class EventStreams {

  static final int MOST = 8;

  /** From loopback; and as many from elsewhere. They take no place of those who may see more. */
  static final int MOST_STRANGERS = 4;

  private static final Answer FULL =
      Answer.plain(
          503, MOST + " pages are open, and no more are told at a time: close one of them.");

  private static final Answer FULL_OF_STRANGERS =
      Answer.plain(
          503,
          MOST_STRANGERS
              + " pages without addresses are open, and no more are told at a time: close one of"
              + " them, or ask as a user of http.web-config.");

  static final long PERIOD_MILLIS = 1_000;

  /** A tick may take the twentieth part of the thread that answers scrapes, and no more. */
  private static final long SHARE_OF_TIME = 20;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Exported exported;
  private final Faults faults;
  private final EventLoop loop;
  private final EventGroup entitled;
  private final EventGroup strangers;
  private LiveDiff told = new LiveDiff();
  private long costBeforeMillis;
  private @Nullable Moment last;

  EventStreams(Exported exported, Faults faults, Limits limits, EventLoop loop) {
    this.exported = exported;
    this.faults = faults;
    this.loop = loop;
    EventJson json = new EventJson(exported, faults);
    this.entitled = new EventGroup(json, true, limits.unreadBytes());
    this.strangers = new EventGroup(json, false, limits.unreadBytes());
  }

  /**
   * Why there is no place for one more; null: there is one.
   *
   * @param addresses whether to name the ends of connections
   */
  @Nullable Answer refusal(Channel channel, boolean addresses) {
    if (addresses) {
      return entitled.size() < MOST ? null : FULL;
    }
    return strangers.neighboursOf(channel) < MOST_STRANGERS ? null : FULL_OF_STRANGERS;
  }

  /**
   * Tells all of it, and then what is new, until the connection is closed.
   *
   * @param addresses whether to name the ends of connections
   */
  void open(Channel channel, boolean addresses) {
    Moment now = last == null ? begin() : last;
    channel.pipeline().remove(Deadline.class);
    channel.write(header());
    (addresses ? entitled : strangers).add(channel, now);
  }

  private Moment begin() {
    Moment now = look();
    loop.schedule(this::tick, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return now;
  }

  /** Neither a length nor chunks: what follows ends with the connection. */
  private static HttpResponse header() {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, Routes.EVENTS)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Accel-Buffering", "no"); // else nginx keeps events to itself
    return response;
  }

  private void tick() {
    if (entitled.size() + strangers.size() == 0) {
      last = null;
      told = new LiveDiff();
      return;
    }
    long from = System.nanoTime();
    try {
      Moment now = look();
      entitled.tell(now);
      strangers.tell(now);
    } catch (RuntimeException | LinkageError e) {
      faults.swallowed(Faults.Where.HTTP); // the next tick may do better
    }
    long cost = (System.nanoTime() - from) / NANOS_PER_MILLI;
    loop.schedule(this::tick, pause(cost), TimeUnit.MILLISECONDS);
  }

  /**
   * By the wall: on a busy machine any tick may wait for a core, and only two slow ones in a row
   * mean that there is much to tell.
   */
  private long pause(long costMillis) {
    long cost = Math.min(costMillis, costBeforeMillis);
    costBeforeMillis = costMillis;
    return Math.max(PERIOD_MILLIS, SHARE_OF_TIME * cost);
  }

  private Moment look() {
    List<Ending> before = last == null ? List.of() : last.endings();
    Moment now = Moment.of(exported, told, before);
    last = now;
    return now;
  }
}
