package dev.sshpulse.http;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description of what is served, as a test reads it. */
final class OpenApi {

  private static final String SCHEMAS = "#/components/schemas/";

  private final JsonObject document;

  OpenApi(String yaml) {
    Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    document = new Gson().toJsonTree(loaded).getAsJsonObject();
  }

  Set<String> paths() {
    return document.getAsJsonObject("paths").keySet();
  }

  /** The media types of a path's answers of this status. */
  Set<String> mediaTypes(String path, int status) {
    return content(path, status).keySet();
  }

  private JsonObject content(String path, int status) {
    JsonObject responses =
        document
            .getAsJsonObject("paths")
            .getAsJsonObject(path)
            .getAsJsonObject("get")
            .getAsJsonObject("responses");
    String key = responses.has(String.valueOf(status)) ? String.valueOf(status) : "default";
    return resolved(responses.getAsJsonObject(key)).getAsJsonObject("content");
  }

  private JsonObject resolved(JsonObject object) {
    if (!object.has("$ref")) {
      return object;
    }
    JsonElement at = document;
    for (String step : object.get("$ref").getAsString().substring("#/".length()).split("/")) {
      at = at.getAsJsonObject().get(step);
    }
    return resolved(at.getAsJsonObject());
  }

  /** What is wrong with an answer in JSON; nothing is. */
  List<Error> mistakes(String path, String answer) {
    JsonObject schema = new JsonObject();
    schema.add("$ref", schema(path).get("$ref"));
    schema.add("components", document.get("components"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema.toString())
        .validate(answer, InputFormat.JSON);
  }

  private JsonObject schema(String path) {
    return content(path, 200).getAsJsonObject("application/json").getAsJsonObject("schema");
  }

  /** Every member that is described, as {@code Ending.cause}. */
  Set<String> members() {
    Set<String> members = new TreeSet<>();
    JsonObject schemas = document.getAsJsonObject("components").getAsJsonObject("schemas");
    for (String name : schemas.keySet()) {
      JsonObject schema = schemas.getAsJsonObject(name);
      if (schema.has("properties")) {
        schema
            .getAsJsonObject("properties")
            .keySet()
            .forEach(member -> members.add(name + "." + member));
      }
    }
    return members;
  }

  /** Those schemas of objects that allow members they do not name. */
  Set<String> open() {
    Set<String> open = new TreeSet<>();
    JsonObject schemas = document.getAsJsonObject("components").getAsJsonObject("schemas");
    for (String name : schemas.keySet()) {
      JsonObject schema = schemas.getAsJsonObject(name);
      if (schema.has("properties")
          && !new Gson().toJson(schema.get("additionalProperties")).equals("false")) {
        open.add(name);
      }
    }
    return open;
  }

  /** Adds to {@code seen} which of the described members are in an answer. */
  void see(String path, String answer, Set<String> seen) {
    see(schema(path), JsonParser.parseString(answer), seen);
  }

  private void see(JsonObject schema, JsonElement value, Set<String> seen) {
    JsonObject described = resolved(schema);
    if (value.isJsonArray()) {
      value.getAsJsonArray().forEach(item -> see(described.getAsJsonObject("items"), item, seen));
    } else if (value.isJsonObject()) {
      String name = schema.get("$ref").getAsString().substring(SCHEMAS.length());
      for (String member : value.getAsJsonObject().keySet()) {
        seen.add(name + "." + member);
        JsonObject property = described.getAsJsonObject("properties").getAsJsonObject(member);
        see(property, value.getAsJsonObject().get(member), seen);
      }
    }
  }
}
