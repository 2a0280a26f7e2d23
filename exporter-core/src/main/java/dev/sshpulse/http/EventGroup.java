package dev.sshpulse.http;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;

/** Those with the page open who may see the same. For the exporter's thread. */
final class EventGroup {

  private static final byte[] NONE = {};

  private final EventJson json;
  private final boolean addresses;
  private final long mostUnread;
  private final List<EventStream> streams = new ArrayList<>();
  private String facts = "";
  private byte[] snapshot = NONE;
  private long unread;

  /**
   * @param addresses whether they may see them
   * @param mostUnread bytes that may wait to be read
   */
  EventGroup(EventJson json, boolean addresses, long mostUnread) {
    this.json = json;
    this.addresses = addresses;
    this.mostUnread = mostUnread;
  }

  int size() {
    return streams.size();
  }

  /** How many of them are on loopback, or elsewhere, as the one on this channel is. */
  int neighboursOf(Channel channel) {
    boolean loopback = EventStream.isFromLoopback(channel);
    int neighbours = 0;
    for (EventStream stream : streams) {
      neighbours += stream.isFromLoopback() == loopback ? 1 : 0;
    }
    return neighbours;
  }

  /** Whoever has asked on this channel is told of this moment, and of what follows. */
  void add(Channel channel, Moment now) {
    if (streams.isEmpty()) {
      facts = json.facts(addresses);
      snapshot = NONE;
    }
    EventStream stream = new EventStream(channel, this);
    streams.add(stream);
    channel.pipeline().replace(RequestHandler.class, null, stream);
    channel.closeFuture().addListener(closed -> remove(stream));
    stream.tell(snapshot(now));
  }

  private void remove(EventStream stream) {
    streams.remove(stream);
    if (streams.isEmpty()) {
      snapshot = NONE; // megabytes that nobody needs
    }
  }

  void tell(Moment now) {
    if (streams.isEmpty()) {
      return;
    }
    snapshot = NONE;
    String fresh = json.facts(addresses);
    byte[] change = json.change(now, fresh.equals(facts) ? "" : fresh, addresses);
    facts = fresh;
    for (EventStream stream : List.copyOf(streams)) {
      if (!stream.mayStay()) {
        stream.close();
      } else if (stream.isBehind()) {
        stream.catchUp(() -> snapshot(now));
      } else {
        stream.tell(change);
      }
    }
  }

  /** One for all who need it before the next moment. */
  private byte[] snapshot(Moment now) {
    if (snapshot.length == 0) {
      snapshot = json.snapshot(now, facts, addresses);
    }
    return snapshot;
  }

  /** Whether so many bytes more may wait to be read. */
  boolean mayWait(int bytes) {
    return unread + bytes <= mostUnread;
  }

  void waits(int bytes) {
    unread += bytes;
  }

  void isRead(int bytes) {
    unread -= bytes;
  }
}
