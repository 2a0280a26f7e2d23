package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sshpulse.model.Faults;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedScrapesTest {

  private static final String GET = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";

  private final AtomicInteger read = new AtomicInteger();
  private final CountDownLatch reading = new CountDownLatch(1);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);

  /** Says how often it was read. */
  private final Shown shown =
      new Shown("0.1.0", "metrics") {
        @Override
        public String scrape(String contentType) {
          return super.scrape(contentType) + ", reading " + read.incrementAndGet();
        }
      };

  private final Queue<Runnable> afterThisPass = new ArrayDeque<>();
  private final SharedScrapes scrapes = new SharedScrapes(shown);

  private void nextPass() {
    for (Runnable task = afterThisPass.poll(); task != null; task = afterThisPass.poll()) {
      task.run();
    }
  }

  @Test
  void readsOnceForAllWhoAskInOnePass() {
    String first = scrapes.text(Routes.TEXT, afterThisPass::add);
    String second = scrapes.text(Routes.TEXT, afterThisPass::add);
    nextPass();
    String later = scrapes.text(Routes.TEXT, afterThisPass::add);

    assertThat(second).isSameAs(first).endsWith("reading 1");
    assertThat(later).endsWith("reading 2");
  }

  @Test
  void readsEachFormatForItself() {
    String text = scrapes.text(Routes.TEXT, afterThisPass::add);
    String openMetrics = scrapes.text(Routes.OPEN_METRICS, afterThisPass::add);

    assertThat(text).contains(Routes.TEXT);
    assertThat(openMetrics).contains(Routes.OPEN_METRICS);
    nextPass();
    assertThat(scrapes.text(Routes.OPEN_METRICS, afterThisPass::add)).endsWith("reading 3");
  }

  @Test
  void compressesOnceForAllWhoAskInOnePassAndForgets() {
    String text = scrapes.text(Routes.TEXT, afterThisPass::add);
    Body first = scrapes.body(text, true);

    assertThat(scrapes.body(text, true)).isSameAs(first);
    assertThat(scrapes.body(text, false)).isSameAs(scrapes.body(text, false)).isNotSameAs(first);
    nextPass();
    assertThat(scrapes.body(text, true)).isNotSameAs(first);
  }

  @Test
  void readsAgainAfterAFailure() {
    shown.failure.set(new IllegalStateException("broken"));
    assertThatThrownBy(() -> scrapes.text(Routes.TEXT, afterThisPass::add)).hasMessage("broken");
    shown.failure.set(null);

    assertThat(scrapes.text(Routes.TEXT, afterThisPass::add)).endsWith("reading 1");
  }

  @Test
  void tellsWhoeverAsksAfterAnAnswerSomethingNewer() throws Exception {
    try (Exporter exporter = Exporter.start("127.0.0.1", 0, shown, Thread::new, new Faults());
        RawClient one = new RawClient(exporter.address());
        RawClient other = new RawClient(exporter.address())) {
      for (int reading = 1; reading < 200; reading += 2) {
        assertThat(one.send(GET).answer(true)).endsWith("reading " + reading);
        assertThat(other.send(GET).answer(true)).endsWith("reading " + (reading + 1));
      }
    }
  }

  @Test
  void readsLessOftenThanACrowdAsksAtOnce() throws Exception {
    int crowd = 20;
    Shown slow =
        new Shown("0.1.0", "metrics") {
          @Override
          public String scrape(String contentType) {
            read.incrementAndGet();
            reading.countDown();
            await(mayGoOn);
            return super.scrape(contentType);
          }
        };
    List<RawClient> clients = new ArrayList<>();
    try (Exporter exporter = Exporter.start("127.0.0.1", 0, slow, Thread::new, new Faults())) {
      for (int i = 0; i < crowd; i++) {
        RawClient client = new RawClient(exporter.address());
        clients.add(client);
        client.send(GET.replace("metrics", "-/healthy")).answer(true);
      }

      clients.get(0).send(GET);
      reading.await();
      for (RawClient client : clients.subList(1, crowd)) {
        client.send(GET);
      }
      mayGoOn.countDown();

      for (RawClient client : clients) {
        assertThat(client.answer(true)).startsWith("HTTP/1.1 200 ");
        client.close();
      }
      assertThat(read.get()).isLessThan(crowd);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
