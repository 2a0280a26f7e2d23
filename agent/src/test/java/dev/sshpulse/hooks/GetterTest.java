package dev.sshpulse.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GetterTest {

  /** What an older release declared, and a newer has from an interface. */
  interface Controlled {
    default String mode() {
      return "by default";
    }
  }

  private static class Parent {
    private final int port = 22;

    private String name() {
      return "parent";
    }
  }

  private static final class Child extends Parent implements Controlled {
    private final String host = "example.org";

    private String refuses() {
      throw new IllegalStateException("not yet");
    }
  }

  private final Child child = new Child();

  @Test
  void readsFieldsAndMethodsWhoeverMaySeeThem() {
    assertThat(Getter.field("host").text(child)).isEqualTo("example.org");
    assertThat(Getter.method("name").text(child)).isEqualTo("parent");
    assertThat(Getter.field("port").number(child, -1)).isEqualTo(22);
  }

  @Test
  void callsWhatAnInterfaceDoesForAll() {
    assertThat(Getter.method("mode").text(child)).isEqualTo("by default");
  }

  @Test
  void knowsNothingOfWhatIsNotThere() {
    assertThat(Getter.field("nothing").of(child)).isNull();
    assertThat(Getter.method("nothing").of(child)).isNull();
    assertThat(Getter.method("name").of(null)).isNull();
  }

  @Test
  void knowsNothingWhereTheObjectRefusesToTell() {
    assertThat(Getter.method("refuses").of(child)).isNull();
  }

  @Test
  void givesWhatItWasToldToWhereTheValueIsOfAnotherKind() {
    assertThat(Getter.field("host").number(child, -1)).isEqualTo(-1);
    assertThat(Getter.field("port").text(child)).isNull();
  }
}
