package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What each path answers, for programs. Read when it is asked for, and not kept. */
final class ApiDescription {

  private static final String RESOURCE = "openapi.yaml";

  private ApiDescription() {}

  static String of(String version) {
    try (InputStream in = ApiDescription.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException("not in the jar: " + RESOURCE);
      }
      return new String(in.readAllBytes(), UTF_8).replace("${version}", version);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
