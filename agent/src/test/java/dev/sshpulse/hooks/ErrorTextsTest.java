package dev.sshpulse.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.SocketError;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorTextsTest {
  private final ErrorTexts texts = new ErrorTexts(List.of());

  /** As the JDK throws them on Linux; the last ones are musl's words. */
  static Stream<Arguments> kernelErrors() {
    return Stream.of(
        Arguments.of(new IOException("Broken pipe"), SocketError.BROKEN_PIPE),
        Arguments.of(new SocketException("Connection reset"), SocketError.CONNECTION_RESET),
        Arguments.of(new IOException("Connection reset by peer"), SocketError.CONNECTION_RESET),
        Arguments.of(
            new IOException("Software caused connection abort"), SocketError.CONNECTION_ABORTED),
        Arguments.of(new ConnectException("Connection refused"), SocketError.CONNECTION_REFUSED),
        Arguments.of(new ConnectException("Connection timed out"), SocketError.TIMED_OUT),
        Arguments.of(new SocketTimeoutException("Connect timed out"), SocketError.TIMED_OUT),
        Arguments.of(new NoRouteToHostException("No route to host"), SocketError.HOST_UNREACHABLE),
        Arguments.of(
            new SocketException("Network is unreachable"), SocketError.NETWORK_UNREACHABLE),
        Arguments.of(new BindException("Permission denied"), SocketError.PERMISSION_DENIED),
        Arguments.of(new IOException("Operation not permitted"), SocketError.PERMISSION_DENIED),
        Arguments.of(new SocketException("Too many open files"), SocketError.TOO_MANY_OPEN_FILES),
        Arguments.of(new SocketException("No such file or directory"), SocketError.OTHER),
        Arguments.of(new IOException((String) null), SocketError.OTHER),
        Arguments.of(new IOException("Operation timed out"), SocketError.TIMED_OUT),
        Arguments.of(new IOException("Host is unreachable"), SocketError.HOST_UNREACHABLE));
  }

  @ParameterizedTest
  @MethodSource("kernelErrors")
  void namesWhatTheKernelSaid(Throwable thrown, SocketError expected) {
    assertThat(texts.errorOf(thrown)).isEqualTo(expected);
  }

  static Stream<Throwable> localEnds() {
    return Stream.of(
        new SocketException("Socket closed"),
        new SocketException("Closed by interrupt"),
        new ClosedChannelException(),
        new AsynchronousCloseException(),
        new ClosedByInterruptException(),
        new OutOfMemoryError("Java heap space"));
  }

  @ParameterizedTest
  @MethodSource("localEnds")
  void hearsNothingOfTheKernelInWhatHappenedHere(Throwable thrown) {
    assertThat(texts.errorOf(thrown)).isNull();
  }

  @Test
  void knowsTheWordsOfACatalogueBesidesTheEnglishOnes() {
    ErrorTexts french = new ErrorTexts(List.of(Map.of("Broken pipe", "Relais brisé (pipe)")));

    assertThat(french.errorOf(new IOException("Relais brisé (pipe)")))
        .isEqualTo(SocketError.BROKEN_PIPE);
    assertThat(french.errorOf(new IOException("Broken pipe"))).isEqualTo(SocketError.BROKEN_PIPE);
  }
}
