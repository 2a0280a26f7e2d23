package dev.sshpulse.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NettyNativeTest {
  private static final int CALL_FAILED = 0;
  private static final int CONNECT_FAILED = 1;
  private static final int ACCEPT_FAILED = 2;
  private static final int EPIPE = 32;
  private static final int ECONNREFUSED = 111;
  private static final int EMFILE = 24;

  private final List<String> counted = new ArrayList<>();
  private final NettyNative netty =
      new NettyNative(5, (operation, error) -> counted.add(operation + " " + error));

  @ParameterizedTest
  @CsvSource({
    "recvAddress, 104, READ CONNECTION_RESET",
    "io_uring read, 104, READ CONNECTION_RESET",
    "readAddress, 110, READ TIMED_OUT",
    "writevAddresses, 32, WRITE BROKEN_PIPE",
    "sendfile, 113, WRITE HOST_UNREACHABLE",
    "io_uring write, 5, WRITE OTHER"
  })
  void countsWhatFailedByItsErrno(String call, int errno, String expected) {
    netty.heard(CALL_FAILED, call, new Exception(), -errno);

    assertThat(counted).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shutdown", "sendToAddress", "sendmmsg", "io_uring recvmsg"})
  void countsNothingOfDatagramsAndOfShutdowns(String call) {
    netty.heard(CALL_FAILED, call, new Exception(), -EPIPE);

    assertThat(counted).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 9, 11, 106, 114, 115, 125})
  void countsNothingThatIsToBeTriedAgainOrWasEndedHere(int errno) {
    netty.heard(CALL_FAILED, "recvAddress", new Exception(), -errno);
    netty.heard(CONNECT_FAILED, "finishConnect", new Exception(), -errno);
    netty.heard(ACCEPT_FAILED, "accept", null, -errno);

    assertThat(counted).isEmpty();
  }

  @Test
  void countsConnectsAndAcceptsAndNothingElseThatComesTheSameWay() {
    netty.heard(CONNECT_FAILED, "finishConnect", new Exception(), -ECONNREFUSED);
    netty.heard(CONNECT_FAILED, "io_uring connect", new Exception(), -ECONNREFUSED);
    netty.heard(CONNECT_FAILED, "disconnect", new Exception(), -ECONNREFUSED);
    netty.heard(ACCEPT_FAILED, "io_uring accept", null, -EMFILE);
    netty.heard(ACCEPT_FAILED, "newSocketStream", null, -EMFILE);

    assertThat(counted)
        .containsExactly(
            "CONNECT CONNECTION_REFUSED",
            "CONNECT CONNECTION_REFUSED",
            "ACCEPT TOO_MANY_OPEN_FILES");
  }

  @Test
  void believesNothingThatIsNotWhatItSeems() {
    netty.heard(CALL_FAILED, null, null, -EPIPE);
    netty.heard(CALL_FAILED, "write", null, null);
    netty.heard(CALL_FAILED, "write", null, Integer.MIN_VALUE);

    assertThat(counted).containsExactly("WRITE OTHER");
  }

  @Test
  void isNoVoiceOfAnSshConnection() {
    assertThat(netty.speaks()).isFalse();
  }
}
