package dev.sshpulse.diagnosis;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.SocketError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of causes says what the constants say. */
class CausesPageTest {

  private static final Path PAGE = Path.of("CAUSES.md");
  private static final Path SOURCES = Path.of("src/main/java/dev/sshpulse/model");
  private static final String REWRITE = "causes.rewrite";

  private static final String HEAD =
      """
      <!-- Generated from Cause, SocketError and Diagnosis. To write it anew:
           ./mvnw -pl exporter-core test -Dtest=CausesPageTest -Dcauses.rewrite=true -->

      # Causes

      Every SSH connection that ends has one cause: the first failure names it, and what comes after is a symptom.

      ## Why connections end

      The label `cause` of `ssh_connection_failures_total`; in the JSON answers, on the line of `log.endings`, in the
      Flight Recorder event and on the span `ssh close` as well. *Started by* is the label `initiator`. *New connection*:
      whether a new one is worth a try; on the old one nothing is. What is *not told yet* only the SSH library can know.

      | cause | what it means | started by | whose turn it is | look first at | new connection |
      |---|---|---|---|---|---|
      """;

  private static final String ERRORS =
      """

      ## Why socket calls fail

      The label `error` of `socket_io_errors_total`: every failed call, so that one dead connection may count many.

      | error | what it means | again on this socket | on a new connection |
      |---|---|---|---|
      """;

  @Test
  void isAsTheConstantsSay() throws IOException {
    String page = page();
    if (Boolean.getBoolean(REWRITE)) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("stale: run this test with -D%s=true", REWRITE).content().isEqualTo(page);
  }

  private static String page() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    String causes = source("Cause");
    for (Cause cause : Cause.values()) {
      row(page, cause, meaning(causes, cause));
    }
    page.append(ERRORS);
    String errors = source("SocketError");
    for (SocketError error : SocketError.values()) {
      row(page, error, meaning(errors, error));
    }
    return page.toString();
  }

  private static void row(StringBuilder page, Cause cause, String meaning) {
    String turn = cause.turn().label();
    String retry = cause.newConnection().label();
    row(page, cause.label(), meaning, startedBy(cause), turn, cause.lookFirst(), retry);
  }

  private static void row(StringBuilder page, SocketError error, String meaning) {
    row(page, error.label(), meaning, error.sameSocket().label(), error.newConnection().label());
  }

  private static void row(StringBuilder page, String label, String... cells) {
    page.append("| `")
        .append(label)
        .append("` | ")
        .append(String.join(" | ", cells))
        .append(" |\n");
  }

  private static String startedBy(Cause cause) {
    String initiators =
        Diagnosis.verdicts().stream()
            .filter(verdict -> verdict.cause() == cause)
            .map(verdict -> verdict.initiator().label())
            .sorted()
            .collect(joining(", "));
    return initiators.isEmpty() ? "*not told yet*" : initiators;
  }

  private static String source(String type) throws IOException {
    return Files.readString(SOURCES.resolve(type + ".java"));
  }

  /** What the constant's comment says, for a JVM should not carry it. */
  private static String meaning(String source, Enum<?> constant) {
    Matcher comment =
        Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*" + constant.name() + "\\(", Pattern.DOTALL)
            .matcher(source);
    assertThat(comment.find()).as("%s has a comment", constant).isTrue();
    return comment
        .group(1)
        .replaceAll("\\s*\\n\\s*\\* ?", " ")
        .replaceAll("\\{@code ([^}]*)}", "`$1`")
        .strip();
  }
}
