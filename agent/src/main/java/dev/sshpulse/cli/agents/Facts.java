package dev.sshpulse.cli.agents;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.sshpulse.host.HarmlessText;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of an agent's JSON, by the names of its members. A newer agent says more than is known
 * here: that is kept, and passed on by {@code --json}.
 */
public final class Facts {

  private final Map<String, Object> members;

  private Facts(Map<String, Object> members) {
    this.members = members;
  }

  /**
   * Reads one object.
   *
   * @throws IOException if it is none
   */
  public static Facts parse(String json) throws IOException {
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      return object(reader);
    } catch (IllegalStateException | NumberFormatException e) {
      throw new IOException("it answers other JSON than sshpulse does", e);
    }
  }

  private static Facts object(JsonReader json) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      Object value = value(json);
      if (value != null) {
        members.put(name, value);
      }
    }
    json.endObject();
    return new Facts(members);
  }

  private static @Nullable Object value(JsonReader json) throws IOException {
    return switch (json.peek()) {
      case BEGIN_OBJECT -> object(json);
      case BEGIN_ARRAY -> array(json);
      case BOOLEAN -> json.nextBoolean();
      case NUMBER -> exact(json.nextString());
      case NULL -> {
        json.nextNull();
        yield null;
      }
      default -> json.nextString();
    };
  }

  private static List<Object> array(JsonReader json) throws IOException {
    List<Object> values = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      Object value = value(json);
      if (value != null) {
        values.add(value);
      }
    }
    json.endArray();
    return values;
  }

  /** Bytes are counted exactly, beyond what a double can. */
  private static Number exact(String text) {
    boolean whole = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
    if (whole) {
      return Long.valueOf(text);
    }
    return Double.valueOf(text);
  }

  /**
   * A member's text; empty without one. A process may call itself what a terminal would obey, so
   * control characters become question marks.
   */
  public String text(String name) {
    Object value = members.get(name);
    return value == null ? "" : HarmlessText.of(value.toString(), '?');
  }

  /** A number; null without one. */
  public @Nullable Double number(String name) {
    return members.get(name) instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
  }

  /** A count; 0 without one. */
  public long count(String name) {
    return members.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** Whether a member says true. */
  public boolean is(String name) {
    return Boolean.TRUE.equals(members.get(name));
  }

  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** An object within this one; null without one. */
  public @Nullable Facts at(String name) {
    return members.get(name) instanceof Facts facts ? facts : null;
  }

  /** The objects of an array; none without one. */
  public List<Facts> list(String name) {
    if (!(members.get(name) instanceof List<?> values)) {
      return List.of();
    }
    return values.stream().filter(Facts.class::isInstance).map(Facts.class::cast).toList();
  }

  /** Writes it as it was read. */
  void write(JsonWriter json) throws IOException {
    json.beginObject();
    for (Map.Entry<String, Object> member : members.entrySet()) {
      json.name(member.getKey());
      write(json, member.getValue());
    }
    json.endObject();
  }

  private static void write(JsonWriter json, Object value) throws IOException {
    if (value instanceof Facts facts) {
      facts.write(json);
    } else if (value instanceof List<?> values) {
      json.beginArray();
      for (Object one : values) {
        write(json, one);
      }
      json.endArray();
    } else if (value instanceof Boolean truth) {
      json.value(truth);
    } else if (value instanceof Number number) {
      json.value(number);
    } else {
      json.value(value.toString());
    }
  }
}
