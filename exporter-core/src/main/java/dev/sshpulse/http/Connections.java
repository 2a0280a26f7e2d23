package dev.sshpulse.http;

import dev.sshpulse.model.Faults;
import dev.sshpulse.web.Tls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Furnishes each new connection. All share one thread, and so one count of who is here and what
 * that costs.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails closes the connection
final class Connections extends ChannelInitializer<Channel> {

  private final Limits limits;
  private final RequestHandler requests;
  private final @Nullable Door door;
  private final Faults faults;
  private final Room local;
  private final Room strange;
  private final Allowance allowance;

  /** Over plain HTTP, and for everybody. */
  Connections(Limits limits, RequestHandler requests, Faults faults, Ticker ticker) {
    this(limits, requests, null, faults, ticker);
  }

  /**
   * @param door what stands before the answers; null: nothing
   */
  Connections(
      Limits limits, RequestHandler requests, @Nullable Door door, Faults faults, Ticker ticker) {
    this.limits = limits;
    this.requests = requests;
    this.door = door;
    this.faults = faults;
    this.local = new Room(limits.connections(), faults);
    this.strange = new Room(limits.connections(), faults);
    this.allowance = new Allowance(ticker);
  }

  @Override
  protected void initChannel(Channel channel) {
    SocketAddress caller = channel.remoteAddress();
    if (caller instanceof InetSocketAddress inet && !inet.getAddress().isLoopbackAddress()) {
      welcome(channel, allowance.of(inet.getAddress()));
    } else {
      furnish(channel, Seat.take(channel, local, Account.BOTTOMLESS, isPlain()));
    }
  }

  /** To shake hands costs more than to answer, and nobody can be told before that it is over. */
  private void welcome(Channel stranger, Account account) {
    if (isPlain() || account.allows()) {
      furnish(stranger, Seat.take(stranger, strange, account, isPlain()));
    } else {
      faults.dropped(Faults.What.REQUEST);
      stranger.close();
    }
  }

  /** Closes those that are open. For the one thread. */
  void close() {
    local.close();
    strange.close();
  }

  private boolean isPlain() {
    return door == null || !door.isTls();
  }

  private void furnish(Channel channel, Seat seat) {
    ChannelPipeline pipeline = channel.pipeline();
    Tls tls = door == null ? null : door.tls(); // once: it may be another the next time
    pipeline.addLast(seat);
    if (door != null) {
      door.addBelowHttp(pipeline, tls);
    }
    InTurn inTurn = new InTurn();
    pipeline.addLast(
        new FirstByte(), new HttpServerCodec(decoder()), inTurn, new Deadline(limits, seat));
    if (door != null) {
      door.addAboveHttp(pipeline, tls, inTurn);
    }
    pipeline.addLast(requests);
  }

  private HttpDecoderConfig decoder() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(limits.lineBytes())
        .setMaxHeaderSize(limits.headerBytes());
  }
}
