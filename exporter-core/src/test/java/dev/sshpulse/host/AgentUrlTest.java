package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sshpulse.model.AddressLiteral;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentUrlTest {

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9922, 127.0.0.1:9922",
    "http://127.0.0.1:9922/, 127.0.0.1:9922",
    "HTTP://localhost:1234, 127.0.0.1:1234",
    "http://127.0.0.1, 127.0.0.1:9922",
    "http://[::1]:9930, [::1]:9930",
    "' http://127.1.2.3:9922 ', 127.1.2.3:9922"
  })
  void namesALoopbackAddress(String url, String address) {
    assertThat(AgentUrl.parse(url)).isEqualTo(AddressLiteral.of(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1:9922",
        "https://127.0.0.1:9922",
        "http://10.0.0.1:9922",
        "http://example.org:9922",
        "http://localhost.example.org:9922",
        "http://127.0.0.1:0",
        "http://127.0.0.1:65536",
        "http://127.0.0.1:9922/metrics",
        "http://127.0.0.1:9922?x",
        "http://user@127.0.0.1:9922",
        "http:127.0.0.1",
        "http://"
      })
  void refusesWhatNoAgentWouldTellAddresses(String url) {
    assertThatThrownBy(() -> AgentUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + url + "' is no address of an agent on this host")
        .hasMessageContaining("http://127.0.0.1:9922 is expected");
  }

  @Property
  void takesAnyTextOrSaysWhatIsExpected(@ForAll String text) {
    try {
      AgentUrl.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("is expected");
    }
  }
}
