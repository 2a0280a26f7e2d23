package dev.sshpulse.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.SocketError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "1, PERMISSION_DENIED",
    "13, PERMISSION_DENIED",
    "23, TOO_MANY_OPEN_FILES",
    "24, TOO_MANY_OPEN_FILES",
    "32, BROKEN_PIPE",
    "101, NETWORK_UNREACHABLE",
    "103, CONNECTION_ABORTED",
    "104, CONNECTION_RESET",
    "110, TIMED_OUT",
    "111, CONNECTION_REFUSED",
    "113, HOST_UNREACHABLE",
    "5, OTHER",
    "4095, OTHER"
  })
  void namesWhatTheKernelRefused(int errno, SocketError expected) {
    SocketError error = LinuxErrors.of(errno);

    assertThat(error).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 9, 11, 106, 114, 115, 125})
  void findsNoFailureInWhatIsToBeTriedAgainOrWasEndedHere(int errno) {
    SocketError error = LinuxErrors.of(errno);

    assertThat(error).isNull();
  }
}
