package dev.sshpulse.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PathTimeoutsTest {
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final int MOST_NETWORKS = 4;

  private final PathTimeouts timeouts = new PathTimeouts(Duration.ofDays(1), MOST_NETWORKS);
  private final InetAddress peer = address("192.0.2.7");
  private long now = 100 * DAY;

  @Test
  void hasNoneWhereNothingDied() {
    survived(peer, 300 * SECOND, 1000);

    assertThat(shortest()).isNull();
  }

  @Test
  void enclosesTheTimeoutOfANat() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      meetNat(300 * SECOND, SECOND + random.nextInt((int) (20 * MINUTE)));
    }

    PathTimeout timeout = shortest();

    assertThat(timeout.lowerMillis()).isBetween(295 * SECOND, 300 * SECOND - 1);
    assertThat(timeout.upperMillis()).isBetween(300 * SECOND, 305 * SECOND);
  }

  @Test
  void enclosesTheTimeoutWithOneSilenceOnEitherSide() {
    survived(peer, 4_100, 1);
    killed(peer, 5_300, 1);

    assertThat(shortest()).isEqualTo(new PathTimeout(4_100, 5_300));
  }

  @Test
  void knowsTwoSilencesOfOneBucketApart() {
    survived(peer, 5_299, 50);
    killed(peer, 5_300, 1);

    assertThat(shortest()).isEqualTo(new PathTimeout(5_299, 5_300));
  }

  @Test
  void hasNoLowerBoundWhereNothingWasSurvived() {
    killed(peer, 40 * MINUTE, 2);
    killed(peer, 30 * MINUTE, 1);

    assertThat(shortest()).isEqualTo(new PathTimeout(0, 30 * MINUTE));
  }

  @Test
  void takesNoOutageForATimeout() {
    survived(peer, 20 * SECOND, 500);
    survived(peer, 10 * MINUTE, 80);

    killed(peer, 2 * SECOND, 40);
    killed(peer, 15 * SECOND, 40);

    assertThat(shortest()).isNull();
  }

  @Test
  void findsTheTimeoutBehindAnOutage() {
    survived(peer, 20 * SECOND, 500);
    survived(peer, 290 * SECOND, 5);
    killed(peer, 2 * SECOND, 100);

    killed(peer, 310 * SECOND, 2);
    killed(peer, HOUR, 3);

    assertThat(shortest()).isEqualTo(new PathTimeout(290 * SECOND, 310 * SECOND));
  }

  @Test
  void isNotMisledByOneSurvivorAmongMany() {
    survived(peer, 290 * SECOND, 50);
    killed(peer, 301 * SECOND, 2);
    killed(peer, HOUR, 20);

    survived(peer, 30 * MINUTE, 1);

    assertThat(shortest()).isEqualTo(new PathTimeout(290 * SECOND, 301 * SECOND));
  }

  @Test
  void doubtsADeathWhenAsManySurvivedTheSameSilence() {
    killed(peer, 300 * SECOND, 3);

    survived(peer, 300 * SECOND, 3);

    assertThat(shortest()).isNull();
  }

  @Test
  void doubtsADeathAmongSurvivorsOfAboutTheSameSilence() {
    survived(peer, 300 * SECOND, 50);
    survived(peer, 302 * SECOND, 1);

    killed(peer, 301 * SECOND, 20);

    assertThat(shortest()).isNull();
  }

  @Test
  void looksForTheLowerBoundFurtherDownWhereSomeSurvivedMoreThanTheUpper() {
    survived(peer, 200 * SECOND, 1);
    survived(peer, 302 * SECOND, 1);

    killed(peer, 301 * SECOND, 5);

    assertThat(shortest()).isEqualTo(new PathTimeout(200 * SECOND, 301 * SECOND));
  }

  @Test
  void takesTheShortestOfEqualSilences() {
    killed(peer, 10 * MINUTE, 1);
    survived(peer, 6 * MINUTE, 1);
    killed(peer, 5 * MINUTE, 1);

    assertThat(shortest()).isEqualTo(new PathTimeout(0, 5 * MINUTE));
  }

  @Test
  void takesTheShortestOfTheSilencesInABucket() {
    killed(peer, 302 * SECOND, 1);
    killed(peer, 301 * SECOND, 1);
    killed(peer, 303 * SECOND, 1);

    assertThat(shortest().upperMillis()).isEqualTo(301 * SECOND);
  }

  @Test
  void ignoresTheRhythmOfAConversation() {
    killed(peer, 999, 10);
    killed(peer, 0, 10);
    killed(peer, -5, 10);

    assertThat(shortest()).isNull();
  }

  @Test
  void knowsTheShortestAndTheLongestOfSilences() {
    killed(peer, SECOND, 1);
    assertThat(shortest()).isEqualTo(new PathTimeout(0, SECOND));

    survived(peer, 3 * DAY, 2);
    killed(peer, Long.MAX_VALUE, 3);
    assertThat(shortest()).isEqualTo(new PathTimeout(3 * DAY, Integer.MAX_VALUE));
  }

  @Test
  void holdsDeathsOnOnePathNotAgainstSurvivalsOnAnother() {
    survived(address("198.51.100.1"), 2 * HOUR, 1000);
    survived(peer, 290 * SECOND, 3);

    killed(peer, 301 * SECOND, 2);

    assertThat(shortest()).isEqualTo(new PathTimeout(290 * SECOND, 301 * SECOND));
  }

  @Test
  void tellsOfTheLeastPatientOfSeveralPaths() {
    killed(address("198.51.100.1"), HOUR, 5);
    killed(peer, 301 * SECOND, 1);
    killed(address("203.0.113.1"), 30 * MINUTE, 5);

    assertThat(shortest()).isEqualTo(new PathTimeout(0, 301 * SECOND));
  }

  @Test
  void takesPeersOfOneNetworkToBeBehindTheSamePath() {
    killed(address("192.0.2.0"), 301 * SECOND, 2);

    survived(address("192.0.2.255"), 290 * SECOND, 1);
    survived(address("192.0.3.0"), 295 * SECOND, 1);
    survived(address("192.0.1.255"), 296 * SECOND, 1);

    assertThat(shortest()).isEqualTo(new PathTimeout(290 * SECOND, 301 * SECOND));
  }

  @Test
  void takes48BitsForANetworkOfIpv6() {
    killed(address("2001:db8:7::1"), 301 * SECOND, 2);

    survived(address("2001:db8:7:ffff:ffff:ffff:ffff:ffff"), 290 * SECOND, 1);
    survived(address("2001:db8:8::1"), 295 * SECOND, 1);
    survived(address("2001:db8:6:ffff::1"), 296 * SECOND, 1);

    assertThat(shortest()).isEqualTo(new PathTimeout(290 * SECOND, 301 * SECOND));
  }

  @Test
  void takesMappedIpv4ForIpv4() throws UnknownHostException {
    killed(peer, 301 * SECOND, 2);

    survived(mapped(192, 0, 2, 99), 290 * SECOND, 1);
    survived(mapped(192, 0, 3, 99), 295 * SECOND, 1);

    assertThat(shortest()).isEqualTo(new PathTimeout(290 * SECOND, 301 * SECOND));
  }

  @Test
  void forgetsWhatIsOlderThanTheWindow() {
    killed(peer, 301 * SECOND, 1);

    now += DAY;

    assertThat(shortest()).isNull();
  }

  @Test
  void remembersWhatIsYoungerThanHalfTheWindow() {
    killed(peer, 301 * SECOND, 1);

    now += DAY / 2;

    assertThat(shortest()).isEqualTo(new PathTimeout(0, 301 * SECOND));
  }

  @Test
  void addsUpBothHalvesOfTheWindow() {
    killed(peer, 302 * SECOND, 2);
    survived(peer, 290 * SECOND, 1);
    now += DAY / 2;

    killed(peer, 301 * SECOND, 2);
    survived(peer, 291 * SECOND, 1);
    survived(peer, HOUR, 3);

    assertThat(shortest()).isEqualTo(new PathTimeout(291 * SECOND, 301 * SECOND));
  }

  @Test
  void forgetsHalfAWindowAfterTheOther() {
    survived(peer, HOUR, 3);
    killed(peer, 300 * SECOND, 1);
    now += DAY / 2;
    killed(peer, 301 * SECOND, 1);
    assertThat(shortest()).isNull();

    now += DAY / 2;

    assertThat(shortest()).isEqualTo(new PathTimeout(0, 301 * SECOND));
  }

  @Test
  void forgetsBothHalvesOfAWindowWhenNothingHappenedForLong() {
    killed(peer, 301 * SECOND, 1);
    now += DAY / 2;
    killed(peer, 302 * SECOND, 1);

    now += DAY;

    assertThat(shortest()).isNull();
  }

  @Test
  void forgetsNothingWhenTheClockIsSetBackAndForth() {
    killed(peer, 302 * SECOND, 1);

    now -= 3 * DAY;
    killed(peer, 301 * SECOND, 1);
    now += 3 * DAY;

    assertThat(shortest()).isEqualTo(new PathTimeout(0, 301 * SECOND));
  }

  @Test
  void forgetsInTimeWithAClockThatBeganBelowZero() {
    now = 1 - DAY / 2;
    killed(peer, 301 * SECOND, 1);

    now += DAY;

    assertThat(shortest()).isNull();
  }

  @Test
  void forgetsTheNetworkThatWasHeardOfLeastRecently() {
    killed(peer, 301 * SECOND, 1);
    killed(address("198.51.100.1"), 400 * SECOND, 1);
    survived(peer, 290 * SECOND, 1);

    for (int i = 0; i < MOST_NETWORKS - 1; i++) {
      survived(address("203.0." + i + ".1"), SECOND, 1);
    }
    assertThat(shortest()).isEqualTo(new PathTimeout(290 * SECOND, 301 * SECOND));

    survived(address("203.0.99.1"), SECOND, 1);
    assertThat(shortest()).isNull();
  }

  @Test
  void refusesAWindowOrABoundOfNothing() {
    assertThatThrownBy(() -> new PathTimeouts(Duration.ZERO, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a window of PT0S and 1 networks; both must be positive");
    assertThatThrownBy(() -> new PathTimeouts(Duration.ofDays(1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a window of PT24H and 0 networks; both must be positive");
  }

  private void meetNat(long timeoutMillis, long silenceMillis) {
    if (silenceMillis < timeoutMillis) {
      survived(peer, silenceMillis, 1);
    } else {
      killed(peer, silenceMillis, 1);
    }
  }

  private void survived(InetAddress address, long silenceMillis, int times) {
    for (int i = 0; i < times; i++) {
      timeouts.survived(address, silenceMillis, now);
    }
  }

  private void killed(InetAddress address, long silenceMillis, int times) {
    for (int i = 0; i < times; i++) {
      timeouts.killed(address, silenceMillis, now);
    }
  }

  private @Nullable PathTimeout shortest() {
    return timeouts.shortest(now);
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static InetAddress mapped(int... ipv4) throws UnknownHostException {
    byte[] bytes = new byte[16];
    bytes[10] = (byte) 0xff;
    bytes[11] = (byte) 0xff;
    for (int i = 0; i < ipv4.length; i++) {
      bytes[12 + i] = (byte) ipv4[i];
    }
    return Inet6Address.getByAddress("", bytes, 0);
  }
}
