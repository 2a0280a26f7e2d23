package dev.sshpulse.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Library;
import dev.sshpulse.model.Side;
import org.junit.jupiter.api.Test;

class DescriptionTest {

  @Test
  void isOfAServerWhereALibraryThatMakesServersHasConnectedNowhere() {
    assertThat(side(Library.MINA_SSHD, null)).isEqualTo(Side.SERVER);
    assertThat(side(Library.MINA_SSHD, "files.example.org")).isEqualTo(Side.CLIENT);
    assertThat(side(Library.JSCH, null)).isEqualTo(Side.CLIENT);
  }

  private static Side side(Library library, String host) {
    return new Description(library, "", null, null, null, null, host).side();
  }
}
