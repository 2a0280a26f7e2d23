package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Retry;
import dev.sshpulse.model.Turn;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
  private final Page page = Page.read("0.1.0<&");

  @Test
  void letsTheBrowserRunItsOwnScriptAndStyleAndNoOther() throws Exception {
    assertThat(page.policy())
        .startsWith("default-src 'none'; connect-src 'self'; ")
        .contains("script-src " + hash("<script type=\"module\">", "</script>") + ";")
        .contains("style-src " + hash("<style>", "</style>") + ";")
        .doesNotContain("unsafe", "*");
    assertThat(page.html()).doesNotContain(" style=\"", " onclick=", "{{");
  }

  private String hash(String open, String close) throws Exception {
    int from = page.html().indexOf(open) + open.length();
    String text = page.html().substring(from, page.html().indexOf(close, from));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
  }

  @Test
  void needsNothingFromAnywhereElse() {
    Matcher loaded = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page.html());
    List<String> targets = new ArrayList<>();
    while (loaded.find()) {
      targets.add(loaded.group(1));
    }

    assertThat(targets)
        .isNotEmpty()
        .allMatch(target -> target.startsWith("data:") || !target.contains(":"))
        .noneMatch(target -> target.startsWith("/"));
    assertThat(page.html()).doesNotContain("@import", "url(");
  }

  @Test
  void escapesTheVersion() {
    assertThat(page.html()).contains("0.1.0&lt;&amp;");
  }

  @Test
  void hasWordsForEveryConstantThatItIsTold() {
    List<String> labels = new ArrayList<>();
    for (Cause cause : Cause.values()) {
      labels.add(cause.label());
    }
    for (Protection protection : Protection.values()) {
      labels.add(protection.label());
    }
    for (Initiator initiator : Initiator.values()) {
      labels.add(initiator.label());
    }
    for (Turn turn : Turn.values()) {
      labels.add(turn.label());
    }
    for (Retry retry : Retry.values()) {
      labels.add(retry.label());
    }

    assertThat(labels)
        .allSatisfy(label -> assertThat(page.html()).containsPattern("\\b\"?" + label + "\"?: "));
  }
}
