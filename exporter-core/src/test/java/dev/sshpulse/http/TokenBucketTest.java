package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.web.RateLimit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final RateLimit TWO = new RateLimit(1_000, 2);

  private final AtomicLong nanos = new AtomicLong();
  private final TokenBucket bucket = new TokenBucket(nanos::get);

  @Test
  void takesABurstAndThenOneEachInterval() {
    assertThat(bucket.takes(TWO)).isTrue();
    assertThat(bucket.takes(TWO)).isTrue();
    assertThat(bucket.takes(TWO)).isFalse();

    nanos.set(999);
    assertThat(bucket.takes(TWO)).isFalse();
    nanos.set(1_000);

    assertThat(bucket.takes(TWO)).isTrue();
    assertThat(bucket.takes(TWO)).isFalse();
  }

  @Test
  void savesNoMoreThanABurst() {
    bucket.takes(TWO);
    nanos.set(1_000_000);

    assertThat(bucket.takes(TWO)).isTrue();
    assertThat(bucket.takes(TWO)).isTrue();
    assertThat(bucket.takes(TWO)).isFalse();
  }

  @Test
  void takesAllWithoutALimit() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(bucket.takes(null)).isTrue();
    }
  }
}
