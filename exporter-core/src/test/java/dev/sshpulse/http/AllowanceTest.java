package dev.sshpulse.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class AllowanceTest {

  private final MockTicker time = Ticker.newMockTicker();
  private final Allowance allowance = new Allowance(time);

  @Test
  void lastsForTenScrapesASecond() {
    int refused = 0;
    for (int scrape = 0; scrape < 1_000; scrape++) {
      time.advance(100, MILLISECONDS);
      refused += askFor(caller(1), 300_000) ? 0 : 1;
    }

    assertThat(refused).isZero();
  }

  @Test
  void givesOneAddressThirtyASecondHoweverManyAreAskedFor() {
    assertThat(answeredInTenSeconds(1)).isBetween(60 + 299, 60 + 301);
  }

  @Test
  void givesAllAddressesTogetherAHundredASecond() {
    assertThat(answeredInTenSeconds(50)).isBetween(200 + 999, 200 + 1_001);
  }

  private int answeredInTenSeconds(int callers) {
    int answered = 0;
    for (int millis = 0; millis < 10_000; millis++) {
      time.advance(1, MILLISECONDS);
      for (int caller = 0; caller < callers; caller++) {
        answered += askFor(caller(caller), 0) ? 1 : 0;
      }
    }
    return answered;
  }

  @Test
  void takesNothingFromOthersForWhatIsSentByOneWhoHasUsedUpHis() {
    Account hostile = allowance.of(caller(1));
    for (int mebibyte = 0; mebibyte < 1_000; mebibyte++) {
      hostile.pay(1 << 20);
    }

    assertThat(hostile.allows()).isFalse();
    assertThat(askFor(caller(2), 0)).isTrue();
  }

  @Test
  void takesTimeForRequests() {
    Account guessing = allowance.of(caller(1));
    guessing.payForTime(118_000_000);

    assertThat(guessing.allows()).isTrue();
    assertThat(guessing.allows()).isFalse();
  }

  @Test
  void forgivesWithinSeconds() {
    Account careless = allowance.of(caller(1));
    careless.pay(1L << 40);
    time.advance(2_100, MILLISECONDS);

    assertThat(careless.allows()).isTrue();
  }

  private boolean askFor(InetAddress caller, long bytes) {
    Account account = allowance.of(caller);
    boolean allowed = account.allows();
    account.pay(bytes);
    return allowed;
  }

  @Test
  void countsAllAddressesThatOneHostMayHaveInIpV6AsOne() throws UnknownHostException {
    int answered = 0;
    for (int host = 0; host < 200; host++) {
      answered += askFor(InetAddress.getByName("2001:db8:1:2::" + host), 0) ? 1 : 0;
    }

    assertThat(answered).isEqualTo(60);
    assertThat(askFor(InetAddress.getByName("2001:db8:1:3::1"), 0)).isTrue();
  }

  private static InetAddress caller(int number) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 198, 51, 100, (byte) number});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
