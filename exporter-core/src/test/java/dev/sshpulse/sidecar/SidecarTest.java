package dev.sshpulse.sidecar;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sshpulse.config.Settings;
import dev.sshpulse.telemetry.Build;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Where there can be no sidecar. */
class SidecarTest {

  @Test
  void doesNotTakeAnotherPortThanPrometheusAsksFor() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Settings settings = listeningOn(other.getLocalPort());

      assertThatThrownBy(
              () -> Sidecar.start(settings, new Build("0.1.0", "abc1234", "17"), null, line -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("port " + other.getLocalPort() + ": ", "set http.listen to");
    }
  }

  private static Settings listeningOn(int port) {
    Map<String, String> environment =
        Map.of(
            "SSHPULSE_HTTP_LISTEN", "127.0.0.1:" + port,
            "SSHPULSE_SIDECAR_AGENT_URL", "off",
            "SSHPULSE_SIDECAR_SSHD_CONFIG", "none");
    return Settings.ofCommand(null, new Properties(), environment);
  }
}
