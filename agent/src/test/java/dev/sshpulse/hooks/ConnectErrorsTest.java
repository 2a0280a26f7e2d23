package dev.sshpulse.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.SocketError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ConnectErrorsTest {
  private final ConnectErrors errors = new ConnectErrors(new ErrorTexts(List.of()));

  @Test
  void findsTheSocketErrorBelowWhatTheLibrarySays() {
    Throwable thrown = new IllegalStateException("no session", refused());

    SocketError error = errors.of(thrown);

    assertThat(error).isEqualTo(SocketError.CONNECTION_REFUSED);
  }

  @Test
  void believesTheFirstOfSeveral() {
    Throwable thrown = new SocketTimeoutException("Connect timed out");
    thrown.initCause(refused());

    SocketError error = errors.of(thrown);

    assertThat(error).isEqualTo(SocketError.TIMED_OUT);
  }

  @Test
  void knowsALibrarysOwnPatience() {
    SocketError error = errors.of(new IOException("session is down", new TimeoutException()));

    assertThat(error).isEqualTo(SocketError.TIMED_OUT);
  }

  @Test
  void takesNothingThatNoConnectCanMeet() {
    SocketError error = errors.of(new IOException("Broken pipe", refused()));

    assertThat(error).isEqualTo(SocketError.CONNECTION_REFUSED);
  }

  @Test
  void isOtherWhereNobodyNamesAnError() {
    assertThat(errors.of(null)).isEqualTo(SocketError.OTHER);
    assertThat(errors.of("refused")).isEqualTo(SocketError.OTHER);
    assertThat(errors.of(new IOException("no such algorithm"))).isEqualTo(SocketError.OTHER);
    assertThat(errors.of(new ClosedChannelException())).isEqualTo(SocketError.OTHER);
  }

  @Test
  void comesToAnEndWhereCausesDoNot() {
    Throwable one = new IOException("one");
    Throwable other = new IOException("other", one);
    one.initCause(other);

    SocketError error = errors.of(one);

    assertThat(error).isEqualTo(SocketError.OTHER);
  }

  private static ConnectException refused() {
    return new ConnectException("Connection refused");
  }
}
