package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sshpulse.model.Side;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentConnectionsTest {
  private static final String TWO =
      """
      {"connections":[
        {"id":7,"side":"client","silent_seconds":45.1,"local":"127.0.0.1:4711","peer":"[2001:db8::1]:22"},
        {"id":8,"side":"server","local":"[::ffff:192.0.2.1]:22","peer":"192.0.2.2:4712","more":{"a":[1]}},
        {"id":9,"side":"server"}
      ],"left_out":5}
      """;

  @Test
  void readsBothEndsAndTheSide() throws IOException {
    AgentConnections told = read(TWO);

    assertThat(told.sides())
        .isEqualTo(
            Map.of(
                Ends.key("127.0.0.1", 4711, "2001:db8::1", 22), Side.CLIENT,
                Ends.key("192.0.2.1", 22, "192.0.2.2", 4712), Side.SERVER));
    assertThat(told.unnamed()).isEqualTo(1);
    assertThat(told.leftOut()).isEqualTo(5);
  }

  @Test
  void takesWhatAnAgentSaysOfItself() throws IOException {
    AgentConnections told = read("{\"observer\":\"agent\",\"connections\":[]}");

    assertThat(told.sides()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"observer\":\"sidecar\",\"connections\":[]}",
        "{\"connections\":[],\"observer\":\"sidecar\"}"
      })
  void refusesWhatASidecarSays(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(LocalGet.OtherServerException.class)
        .hasMessage("it is a sidecar, not an agent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "null",
        "<html>",
        "{\"connections\":5}",
        "{\"connections\":[1]}",
        "{\"connections\":[{\"side\":[]}]}",
        "{\"connections\":[{\"local\":{}}]}",
        "{\"connections\":[],\"left_out\":\"x\"}",
        "{\"connections\":[{\"side\":\"client\"}"
      })
  void takesNothingElseForIt(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(IOException.class);
  }

  @Property
  void takesAnyTextOrRefusesIt(@ForAll String text) {
    readOrRefuse(text);
    readOrRefuse("{\"connections\":[{\"local\":\"" + text + "\"}]}");
  }

  @Test
  void isNotBroughtDownByDepth() {
    readOrRefuse("{\"a\":" + "[".repeat(1_000_000));
    readOrRefuse("{\"connections\":[{\"more\":" + "{\"a\":".repeat(100_000));
  }

  private static void readOrRefuse(String text) {
    try {
      read(text);
    } catch (IOException e) {
      // Said by its caller.
    }
  }

  private static AgentConnections read(String body) throws IOException {
    return AgentConnections.read(new ByteArrayInputStream(body.getBytes(UTF_8)), "connections");
  }
}
