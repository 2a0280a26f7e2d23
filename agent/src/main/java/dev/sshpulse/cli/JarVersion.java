package dev.sshpulse.cli;

import java.io.File;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says, read from the manifest of the jar that runs. */
final class JarVersion implements IVersionProvider {

  private final @Nullable File jar;

  JarVersion(@Nullable File jar) {
    this.jar = jar;
  }

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {"sshpulse " + number()};
  }

  private String number() throws IOException {
    if (jar == null) {
      return "(not from a packed jar)";
    }
    try (JarFile file = new JarFile(jar)) {
      return number(file.getManifest());
    }
  }

  private static String number(@Nullable Manifest manifest) {
    String number =
        manifest == null
            ? null
            : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    return number == null ? "(no version in the manifest)" : number;
  }
}
