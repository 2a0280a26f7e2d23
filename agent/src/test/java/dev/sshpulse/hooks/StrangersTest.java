package dev.sshpulse.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Side;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class StrangersTest {
  private static final int MANY = 60_000;
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 2222);

  private final Strangers<Counted> strangers = new Strangers<>();

  @Test
  void areTakenByTheirOwnAddress() {
    Counted one = client(40_001);
    client(40_002);

    assertThat(strangers.takeAt(here(40_001))).containsExactly(one);

    assertThat(strangers.takeAt(here(40_001))).isEmpty();
    assertThat(strangers.size()).isEqualTo(1);
  }

  @Test
  void areTakenByTheServerTheyLeadTo() {
    Counted one = client(40_001);
    Counted other = client(40_002);
    server(40_003);

    assertThat(strangers.takeLike(Side.CLIENT, here(9), PEER)).containsExactly(one, other);

    assertThat(strangers.size()).isEqualTo(1);
  }

  @Test
  void areTakenByThePortTheyWereAcceptedAtWhateverTheAddress() {
    Counted one = server(2222);
    client(2222);

    assertThat(strangers.takeLike(Side.SERVER, new InetSocketAddress("198.51.100.1", 2222), PEER))
        .containsExactly(one);
  }

  @Test
  void areNotTakenWhereAnAddressIsUnknown() {
    client(40_001);
    server(2222);

    assertThat(strangers.takeLike(Side.CLIENT, null, null)).isEmpty();
    assertThat(strangers.takeLike(Side.SERVER, null, null)).isEmpty();
  }

  @Test
  void areTakenOnceThoughTwoThingsTellOfThem() {
    client(40_001);

    assertThat(strangers.takeAt(here(40_001))).hasSize(1);
    assertThat(strangers.takeLike(Side.CLIENT, here(9), PEER)).isEmpty();
  }

  @Test
  void areLeftAloneByWhatTellsOfOthers() {
    for (int i = 0; i < MANY; i++) {
      server(8080);
    }
    Counted.comparisons = 0;

    strangers.takeLike(Side.SERVER, here(2222), PEER);
    strangers.takeLike(Side.CLIENT, here(40_001), PEER);
    strangers.takeAt(here(40_001));

    assertThat(Counted.comparisons).isZero();
    assertThat(strangers.size()).isEqualTo(MANY);
  }

  @Test
  void areForgottenWhenTheyAreNotToBeKept() {
    Counted kept = client(40_001);
    client(40_002);

    strangers.keep(stranger -> stranger == kept);

    assertThat(strangers.takeAll(stranger -> true)).containsExactly(kept);
    assertThat(strangers.size()).isZero();
  }

  private Counted client(int port) {
    return add(Side.CLIENT, port);
  }

  private Counted server(int port) {
    return add(Side.SERVER, port);
  }

  private Counted add(Side side, int port) {
    Counted stranger = new Counted();
    strangers.add(stranger, side, here(port), PEER);
    return stranger;
  }

  private static InetSocketAddress here(int port) {
    return new InetSocketAddress("192.0.2.10", port);
  }

  /** Tells how often anybody has looked at one. */
  private static final class Counted {
    private static int comparisons;

    @Override
    public boolean equals(Object other) {
      comparisons++;
      return this == other;
    }

    @Override
    public int hashCode() {
      comparisons++;
      return System.identityHashCode(this);
    }
  }
}
