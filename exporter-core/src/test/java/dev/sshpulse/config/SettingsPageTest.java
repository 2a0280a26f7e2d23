package dev.sshpulse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The page of settings says what the lines of {@link Setting} say. */
class SettingsPageTest {
  private static final Path PAGE = Path.of("SETTINGS.md");
  private static final String REWRITE = "settings.rewrite";

  private static final String HEAD =
      """
      <!-- Generated from Setting. To write it anew:
           ./mvnw -pl exporter-core test -Dtest='Settings*Test' -Dsettings.rewrite=true -->

      # Settings

      Each may be given in four places. The first that has it wins:

      | place | for example |
      |---|---|
      | agent arguments | `-javaagent:sshpulse.jar=http.listen=127.0.0.1:9930,log.endings=on`; a backslash before a comma, an equals sign or a backslash that is meant literally |
      | system properties | `-Dsshpulse.http.listen=127.0.0.1:9930` |
      | environment | `SSHPULSE_HTTP_LISTEN=127.0.0.1:9930` |
      | the file of `config.file` | `http: {listen: "127.0.0.1:9930"}`, or `http.listen: 127.0.0.1:9930` |

      In the file `${NAME}` stands for an environment variable, `${NAME:-default}` for one that may be unset or empty. A
      sidecar takes no agent arguments; `sidecar --config FILE` names the file. A value that cannot be used gives way to the
      default and is named in the line that is printed at the start, with the setting that was meant where a name is unknown;
      only an unusable `http.listen` or `http.web-config` turns the exporter off, for somebody asked for another door.
      [WEB-CONFIG.md](WEB-CONFIG.md) is about the latter.

      `java -jar sshpulse.jar check-config FILE` says of a file what would have no effect, `print-config` which value of each
      setting would hold, and why. [settings.schema.json](settings.schema.json) lets an editor do the same while you type:

      ```yaml
      # yaml-language-server: $schema=settings.schema.json
      ```

      | setting | environment | a | default | |
      |---|---|---|---|---|
      """;

  @Test
  void isAsTheLinesSay() throws IOException {
    String page = page();
    if (Boolean.getBoolean(REWRITE)) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("stale: run this test with -D%s=true", REWRITE).content().isEqualTo(page);
  }

  private static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    for (Setting<?> setting : Setting.all()) {
      page.append("| `")
          .append(setting.key())
          .append("` | `")
          .append(setting.environmentVariable())
          .append("` | ")
          .append(kind(setting.type()))
          .append(" | ")
          .append(defaultOf(setting))
          .append(" | ")
          .append(setting.sentence())
          .append(" |\n");
    }
    return page.toString();
  }

  private static String kind(Class<?> type) {
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == Duration.class) {
      return "duration: `500ms`, `2s`, `1m`, `1h`";
    }
    if (type == ListenAddress.class) {
      return "address";
    }
    return type == int[].class ? "list of ports" : "text";
  }

  private static String defaultOf(Setting<?> setting) {
    String text = setting.defaultText();
    if (setting == Setting.HTTP_LISTEN) {
      return "`" + text + "`, sidecar `" + ListenAddress.OF_THE_SIDECAR + "`";
    }
    return text.isEmpty() ? "none" : "`" + text + "`";
  }
}
