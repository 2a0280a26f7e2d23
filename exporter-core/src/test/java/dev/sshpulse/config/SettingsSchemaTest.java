package dev.sshpulse.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema of the settings' file says what the lines of {@link Setting} say. */
class SettingsSchemaTest {
  private static final Path FILE = Path.of("settings.schema.json");
  private static final String REWRITE = "settings.rewrite";

  /** Whose value is only known where the file is read. */
  private static final String VARIABLE = "\\$\\{.+\\}";

  @Test
  void isAsTheLinesSay() throws IOException {
    String schema = schema();
    if (Boolean.getBoolean(REWRITE)) {
      Files.writeString(FILE, schema);
    }

    assertThat(FILE).as("stale: run this test with -D%s=true", REWRITE).content().isEqualTo(schema);
  }

  @Test
  void takesEveryDefault() {
    StringBuilder file = new StringBuilder();
    for (Setting<?> setting : Setting.all()) {
      if (setting != Setting.CONFIG_FILE) {
        file.append(setting).append(": ").append(setting.defaultText()).append('\n');
      }
    }

    assertThat(mistakes(file.toString())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http: {listen: 'off'}",
        "http.listen: 127.0.0.1:0",
        "hooks: {mina-sshd.enabled: no, jsch: {enabled: false}}",
        "half-open.after: ${AFTER:-30s}",
        "sidecar: {ports: [22, 2222], sshd-log: journal}",
        "sidecar: {ports: 22}",
        "log: {endings: on}",
        "start: {delay: 0}",
        "sidecar: {state: }",
      })
  void takesWhatTheAgentTakes(String file) throws IOException {
    assertThat(problems(file)).isEmpty();

    assertThat(mistakes(file)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http: {lissen: 'off'}",
        "htp.listen: 127.0.0.1:0",
        "hooks: {mina.enabled: false}",
        "half-open: {after: soon}",
        "sidecar: {ports: [ssh]}",
        "log: {endings: perhaps}",
        "config: {file: other.yaml}",
        "http: {listen: [a]}",
      })
  void refusesWhatTheAgentRefuses(String file) throws IOException {
    assertThat(problems(file)).isNotEmpty();

    assertThat(mistakes(file)).isNotEmpty();
  }

  private static List<String> problems(String file) throws IOException {
    Path written = Files.createTempFile("settings", ".yaml");
    try {
      return Settings.ofFile(Files.writeString(written, file).toString(), Map.of()).problems();
    } finally {
      Files.delete(written);
    }
  }

  private static List<Error> mistakes(String yaml) {
    Object value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema());
    return schema.validate(
        new GsonBuilder().serializeNulls().create().toJson(value), InputFormat.JSON);
  }

  private static String schema() {
    JsonObject schema = below("");
    JsonObject head = new JsonObject();
    head.addProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
    head.addProperty("title", "Settings of sshpulse");
    head.addProperty(
        "$comment",
        "Generated from Setting: ./mvnw -pl exporter-core test -Dtest='Settings*Test' -Dsettings.rewrite=true");
    schema.entrySet().forEach(member -> head.add(member.getKey(), member.getValue()));
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(head) + "\n";
  }

  /** A map of the file: its keys may be nested at any of the dots. */
  private static JsonObject below(String prefix) {
    JsonObject properties = new JsonObject();
    for (Setting<?> setting : Setting.all()) {
      if (setting.key().startsWith(prefix) && setting != Setting.CONFIG_FILE) {
        String rest = setting.key().substring(prefix.length());
        for (int dot = rest.indexOf('.'); dot > 0; dot = rest.indexOf('.', dot + 1)) {
          String branch = rest.substring(0, dot);
          properties.add(branch, below(prefix + branch + "."));
        }
        properties.add(rest, leaf(setting));
      }
    }
    JsonObject map = new JsonObject();
    map.add("type", list("object", "null"));
    map.add("properties", properties);
    map.addProperty("additionalProperties", false);
    return map;
  }

  private static JsonObject leaf(Setting<?> setting) {
    JsonObject leaf = shape(setting.type());
    leaf.addProperty("description", setting.sentence());
    if (!setting.defaultText().isEmpty()) {
      leaf.addProperty("default", setting.defaultText());
    }
    return leaf;
  }

  private static JsonObject shape(Class<?> type) {
    if (type == Boolean.class) {
      return text("(?:[Tt]rue|[Ff]alse|[Oo]n|[Oo]ff|[Yy]es|[Nn]o|1|0)", "boolean", "integer");
    }
    if (type == Duration.class) {
      return text("(?:[0-9]{1,11}(?:ms|s|m|h)|0)", "integer");
    }
    if (type == int[].class) {
      JsonObject ports = text("\\[?[0-9, ]+\\]?", "integer", "array");
      JsonObject port = new JsonObject();
      port.addProperty("type", "integer");
      port.addProperty("minimum", 1);
      port.addProperty("maximum", 65_535);
      ports.add("items", port);
      return ports;
    }
    return oneOf("string", "null", "integer", "number", "boolean");
  }

  private static JsonObject oneOf(String... types) {
    JsonObject value = new JsonObject();
    value.add("type", list(types));
    return value;
  }

  private static JsonObject text(String pattern, String... otherTypes) {
    JsonObject text = oneOf("string", "null");
    List.of(otherTypes).forEach(text.getAsJsonArray("type")::add);
    text.addProperty("pattern", "^(?:" + pattern + "|" + VARIABLE + ")$");
    return text;
  }

  private static JsonArray list(String... values) {
    JsonArray list = new JsonArray();
    List.of(values).forEach(list::add);
    return list;
  }
}
