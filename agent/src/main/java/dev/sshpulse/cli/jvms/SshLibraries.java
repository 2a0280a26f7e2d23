package dev.sshpulse.cli.jvms;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which SSH libraries a JVM has.
 *
 * @param names as {@code mina-sshd 2.17.1}, or of jars, as {@code sshd-core-2.17.1}; null where
 *     that is not ours to see
 * @param loaded whether their classes are known to be loaded; otherwise their jars are open, which
 *     they are before the first class is
 */
public record SshLibraries(@Nullable Set<String> names, boolean loaded) {
  private static final int PATIENCE_MILLIS = 2_000;

  /** As our hooks tell where we are in, or else as the open files do. */
  public static SshLibraries of(Jvm jvm) {
    Set<String> hooked = jvm.listens() ? hooked(String.valueOf(jvm.url())) : null;
    return hooked != null
        ? new SshLibraries(hooked, true)
        : new SshLibraries(OpenJars.of(Path.of("/proc", String.valueOf(jvm.pid()), "fd")), false);
  }

  private static @Nullable Set<String> hooked(String url) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create(url + "/api/v1/hooks").toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      try (JsonReader json =
          new JsonReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
        return hooked(json);
      }
    } catch (IOException | RuntimeException e) {
      return null; // in a network of its own, or wants a password or certificate
    }
  }

  private static Set<String> hooked(JsonReader json) throws IOException {
    Set<String> names = new TreeSet<>();
    json.beginObject();
    while (json.hasNext()) {
      if (!json.nextName().equals("hooks")) {
        json.skipValue();
        continue;
      }
      json.beginArray();
      while (json.hasNext()) {
        hook(json, names);
      }
      json.endArray();
    }
    return names;
  }

  private static void hook(JsonReader json, Set<String> names) throws IOException {
    String library = "";
    String version = "";
    boolean matched = false;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "library" -> library = json.nextString();
        case "version" -> version = json.nextString();
        case "status" -> matched = json.nextString().equals("matched");
        default -> json.skipValue();
      }
    }
    json.endObject();
    if (matched && !library.equals("jdk")) {
      names.add((library + " " + version).strip());
    }
  }
}
