package dev.sshpulse.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

class WeakIdentityMapTest {
  private final WeakIdentityMap<String> map = new WeakIdentityMap<>();

  /** As a library might write it: never to be asked. */
  private static final class Hostile {
    @Override
    public boolean equals(Object other) {
      throw new IllegalStateException("asked whether it equals");
    }

    @Override
    public int hashCode() {
      throw new IllegalStateException("asked for its hash code");
    }
  }

  @Test
  void neverAsksAnObjectWhetherItEqualsAnother() {
    Hostile one = new Hostile();
    Hostile other = new Hostile();

    map.put(one, "one");

    assertThat(map.get(one)).isEqualTo("one");
    assertThat(map.get(other)).isNull();
  }

  @Test
  void tellsEqualObjectsApart() {
    StringBuilder text = new StringBuilder("same");
    String one = text.toString();
    String other = text.toString();

    map.put(one, "one");

    assertThat(map.get(other)).isNull();
  }

  @Test
  void forgetsWhatIsRemoved() {
    Object object = new Object();
    map.put(object, "value");

    map.remove(object);

    assertThat(map.get(object)).isNull();
    assertThat(map.size()).isZero();
  }

  @Test
  void putsAValueInThePlaceOfAnother() {
    Object object = new Object();
    map.put(object, "first");
    map.put(object, "second");

    assertThat(map.get(object)).isEqualTo("second");
    assertThat(map.size()).isEqualTo(1);
  }

  @Test
  void forgetsWhatNobodyElseRemembers() {
    Object kept = new Object();
    map.put(kept, "kept");
    map.put(new Object(), "lost");

    await()
        .until(
            () -> {
              System.gc();
              return map.size() == 1;
            });

    assertThat(map.get(kept)).isEqualTo("kept");
  }
}
