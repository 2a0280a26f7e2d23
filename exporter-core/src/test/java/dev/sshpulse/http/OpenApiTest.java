package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The description and the answers say the same, both ways. */
class OpenApiTest {

  private static final String JSON = "application/json";

  private static final OpenApi description = new OpenApi(ApiDescription.of("0.1.0"));

  private final Everything agent = new Everything("agent");
  private final Everything sidecar = new Everything("sidecar").andMore();

  @Test
  void describesWhatIsServedAndNothingElse() {
    assertThat(description.paths())
        .containsExactlyInAnyOrderElementsOf(Stream.of(Path.values()).map(p -> p.text).toList());
  }

  @ParameterizedTest
  @EnumSource(Path.class)
  void describesEachAnswer(Path path) {
    for (Caller caller : Caller.values()) {
      assertThatItIsDescribed(path, answer(agent, path, caller));
      assertThatItIsDescribed(path, answer(sidecar, path, caller));
    }
  }

  private static void assertThatItIsDescribed(Path path, Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(description.mediaTypes(path.text, 200)).contains(answer.contentType());
    if (answer.contentType().equals(JSON)) {
      assertThat(description.mistakes(path.text, answer.body())).isEmpty();
    }
  }

  @Test
  void describesNoMemberThatNoAnswerHas() {
    Set<String> seen = new TreeSet<>();
    for (Path path : Path.values()) {
      Answer answer = answer(sidecar, path, Caller.LOCAL);
      if (answer.contentType().equals(JSON)) {
        description.see(path.text, answer.body(), seen);
      }
    }

    assertThat(seen).isEqualTo(description.members());
  }

  @Test
  void allowsNoMemberThatItDoesNotDescribe() {
    assertThat(description.open()).isEmpty();
  }

  @Test
  void describesWhatItIsToBeNotReady() {
    agent.notReady.set("hooks are not in");

    Answer answer = answer(agent, Path.READY, Caller.STRANGER);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(description.mediaTypes(Path.READY.text, 503)).contains(answer.contentType());
  }

  @Test
  void namesItsVersionAndIsNamedOnThePage() {
    assertThat(ApiDescription.of("1.2.3")).contains("version: \"1.2.3\"");
    assertThat(answer(agent, Path.PAGE, Caller.STRANGER).body())
        .contains("href=\"" + Path.DESCRIPTION.text.substring(1) + "\"");
  }

  private static Answer answer(Everything shown, Path path, Caller caller) {
    return new Routes(shown).answer(path.text, null, caller, Runnable::run);
  }
}
