package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.util.AttributeKey;

/**
 * A connection's place among the others, and what it costs. Stands nearest to the socket, so that
 * it sees each byte, and closes without asking anybody.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails closes the connection
final class Seat extends ChannelDuplexHandler {

  /** More than any request has; as much of what was refused is read, so that the answer is. */
  private static final long MOST_BYTES_UNASKED = 16 << 20;

  private static final AttributeKey<Seat> OF = AttributeKey.valueOf(Seat.class, "of");

  private static final String BUSY =
      """
      HTTP/1.1 503 Service Unavailable\r
      content-type: text/plain; charset=utf-8\r
      content-length: 66\r
      retry-after: 1\r
      connection: close\r
      \r
      Too many connections, and this one had asked nothing. Ask at once.
      """;

  private final Channel channel;
  private final Room room;
  private final Account account;
  private final boolean plain;
  private long lastSign;
  private boolean asked;
  private boolean refused;
  private long bytesUnasked;

  private Seat(Channel channel, Room room, Account account, boolean plain) {
    this.channel = channel;
    this.room = room;
    this.account = account;
    this.plain = plain;
    this.lastSign = room.sign();
  }

  /**
   * Gives a new connection its place.
   *
   * @param account pays for what it costs
   * @param plain whether HTTP is on the wire, so that a last word can be said
   */
  static Seat take(Channel channel, Room room, Account account, boolean plain) {
    Seat seat = new Seat(channel, room, account, plain);
    channel.attr(OF).set(seat);
    room.enter(seat);
    channel.closeFuture().addListener(closed -> room.leave(seat));
    return seat;
  }

  static Seat of(Channel channel) {
    return channel.attr(OF).get();
  }

  /** A request is there. */
  void asks() {
    asked = true;
    bytesUnasked = 0;
    lastSign = room.sign();
  }

  /** It is of no more use to anybody: others have a better right to its place. */
  void isRefused() {
    refused = true;
  }

  /** Whether a request may be answered, as far as its cost goes; it is paid. */
  boolean pays() {
    return account.allows();
  }

  /** So many bytes were made that do not leave. */
  void pays(int bytes) {
    account.pay(bytes);
  }

  /** To find out who asks has taken that long, and for nothing. */
  void paysForTime(long nanos) {
    account.payForTime(nanos);
  }

  /** Whether bytes have come that are no request yet. */
  boolean isAsking() {
    return bytesUnasked > 0;
  }

  /** Whether it is to leave rather than the other one. */
  boolean yieldsBefore(Seat other) {
    return isInUse() == other.isInUse() ? lastSign < other.lastSign : other.isInUse();
  }

  private boolean isInUse() {
    return asked && !refused;
  }

  /** Another gets this place now. */
  void giveWay() {
    if (plain && !asked && !refused) {
      channel.pipeline().firstContext().writeAndFlush(Unpooled.copiedBuffer(BUSY, US_ASCII));
    }
    close();
  }

  /** At once. TLS is not asked: its farewell may take seconds. */
  void close() {
    channel.pipeline().firstContext().close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    int bytes = ((ByteBuf) message).readableBytes();
    account.pay(bytes);
    bytesUnasked += bytes;
    context.fireChannelRead(message);
    if (bytesUnasked > MOST_BYTES_UNASKED) {
      context.close();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      account.pay(bytes.readableBytes());
    }
    context.write(message, promise);
  }

  /** Whoever takes what is sent is alive, as is the reader of a stream who asks no more. */
  @Override
  public void flush(ChannelHandlerContext context) {
    context.flush();
    ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
    if (asked && unsent != null && unsent.isEmpty()) {
      lastSign = room.sign();
    }
  }
}
