package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Faults;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that do not read what they are told, in a time of their own. */
class SlowReadersTest {

  /** More than a connection takes before it counts as not read. */
  private static final int CROWD = 1_000;

  private static final String SNAPSHOT = "event: snapshot\n";
  private static final String CHANGE = "event: change\n";

  private final Shown shown = new Shown("0.1.0", "metrics");
  private final Reader page = new Reader();
  private int seconds;

  @BeforeEach
  void open() {
    for (int id = 1; id <= CROWD; id++) {
      shown.connections.add(LiveDiffTest.status(id, 0, null, 0));
    }
    page.freezeTime();
    page.pipeline().addLast(connections());
    page.pipeline().fireChannelActive();
    page.writeInbound(
        Unpooled.copiedBuffer("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n", UTF_8));
  }

  private Connections connections() {
    Callers callers = new Callers(InetAddress.getLoopbackAddress(), "http");
    return new Connections(
        Limits.DEFAULT,
        new RequestHandler(new Routes(shown), callers, Limits.DEFAULT, new Faults()),
        new Faults(),
        Ticker.systemTicker());
  }

  @AfterEach
  void close() {
    page.finishAndReleaseAll();
  }

  @Test
  void areToldNothingUntilTheyReadAndThenAllAnew() {
    pass(3);
    shown.connections.add(LiveDiffTest.status(CROWD + 1, 0, null, 0));
    pass(3);

    String late = page.reads();
    String caughtUp = readsOn(SNAPSHOT);
    shown.connections.add(LiveDiffTest.status(CROWD + 2, 0, null, 0));
    String next = readsOn(CHANGE);

    assertThat(late).contains(SNAPSHOT).doesNotContain(CHANGE, "\"id\":" + (CROWD + 1));
    assertThat(caughtUp).contains("\"id\":1,", "\"id\":" + (CROWD + 1)).doesNotContain(CHANGE);
    assertThat(next).contains("\"id\":" + (CROWD + 2)).doesNotContain("\"id\":1,");
  }

  @Test
  void areLeftWhenTheyReadNothingForFifteenSeconds() {
    while (page.isOpen() && seconds < 1_000) {
      pass(1);
    }

    assertThat(page.isOpen()).isFalse();
    assertThat(seconds).isGreaterThan(15);
  }

  @Test
  void areKeptWhileTheyReadNowAndThen() {
    for (int i = 0; i < 10; i++) {
      pass(10);
      page.reads();
    }

    assertThat(page.isOpen()).isTrue();
  }

  /** Where the machine is busy, ticks may come less often than once a second. */
  private String readsOn(String event) {
    StringBuilder read = new StringBuilder();
    for (int i = 0; i < 1_000 && read.indexOf(event) < 0; i++) {
      pass(1);
      read.append(page.reads());
    }
    return read.toString();
  }

  private void pass(int more) {
    for (int i = 0; i < more; i++) {
      seconds++;
      page.advanceTimeBy(1, TimeUnit.SECONDS);
      page.runScheduledPendingTasks();
    }
  }

  /** Reads when it is told to. */
  private static final class Reader extends EmbeddedChannel {
    private boolean reading;

    @Override
    protected void doWrite(ChannelOutboundBuffer unread) throws Exception {
      if (reading) {
        super.doWrite(unread);
      }
    }

    String reads() {
      reading = true;
      flush();
      reading = false;
      StringBuilder read = new StringBuilder();
      for (ByteBuf part = readOutbound(); part != null; part = readOutbound()) {
        read.append(part.toString(UTF_8));
        part.release();
      }
      return read.toString();
    }
  }
}
