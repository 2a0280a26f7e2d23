package dev.sshpulse.host;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What gson's reader leaves to its callers. */
final class Json {
  private Json() {}

  /** The string that comes next; null for anything else, which is then passed. */
  static @Nullable String stringOrNull(JsonReader json) throws IOException {
    if (json.peek() == JsonToken.STRING) {
      return json.nextString();
    }
    json.skipValue();
    return null;
  }
}
