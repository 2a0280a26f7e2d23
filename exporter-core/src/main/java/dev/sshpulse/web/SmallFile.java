package dev.sshpulse.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that a person or a tool has written, and nothing that would have us wait. */
final class SmallFile {
  private static final int MOST_BYTES = 1 << 20;

  private SmallFile() {}

  /**
   * All of it.
   *
   * @throws WebConfigException with what is wrong with it
   */
  static String read(Path file) throws WebConfigException {
    if (!Files.exists(file)) {
      throw new WebConfigException("no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new WebConfigException("not a regular file");
    }
    if (!Files.isReadable(file)) {
      throw new WebConfigException("not readable for this process");
    }
    return new String(bytes(file), UTF_8);
  }

  private static byte[] bytes(Path file) throws WebConfigException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new WebConfigException("larger than 1 MiB");
      }
      return bytes;
    } catch (WebConfigException e) {
      throw e;
    } catch (IOException e) {
      throw new WebConfigException("cannot be read: " + e.getClass().getSimpleName());
    }
  }
}
