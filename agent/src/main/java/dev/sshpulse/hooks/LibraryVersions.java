package dev.sshpulse.hooks;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Which release of a library a class is from: as the name of its jar says or, where that does not,
 * its manifest. The manifest of a jar that was put together of many speaks of something else.
 */
public final class LibraryVersions {
  private static final String[] ARTIFACTS = {
    "sshd-", "jsch-", "sshj-", "ganymed-ssh2-", "trilead-ssh2-", "sshlib-", "netty-"
  };

  private final ClassValue<String> byClass =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return ofOwn(type);
        }
      };

  /** Applications make subclasses, as JGit does of MINA's session: then its parent is asked. */
  private static String ofOwn(Class<?> type) {
    String version = "";
    for (Class<?> at = type; at != null && version.isEmpty(); at = at.getSuperclass()) {
      version = of(at.getProtectionDomain());
    }
    return version;
  }

  /** Of a class's; empty where it cannot be told. */
  String of(Class<?> type) {
    return byClass.get(type);
  }

  /** Of what a class was loaded from; empty where it cannot be told. */
  public static String of(@Nullable ProtectionDomain source) {
    CodeSource code = source == null ? null : source.getCodeSource();
    URL location = code == null ? null : code.getLocation();
    if (location == null) {
      return "";
    }
    String path = location.getPath();
    String named = inName(path);
    if (!named.isEmpty()) {
      return named;
    }
    return location.getProtocol().equals("jar") ? ofContainer(location) : inManifest(path);
  }

  /** {@code …/sshd-core-2.20.0.jar}, also within another jar. */
  private static String inName(String path) {
    int end = path.lastIndexOf(".jar");
    int start = end < 0 ? -1 : path.lastIndexOf('/', end) + 1;
    if (start < 0) {
      return "";
    }
    String name = path.substring(start, end);
    for (String artifact : ARTIFACTS) {
      if (name.startsWith(artifact)) {
        return fromFirstDigit(name, artifact.length());
      }
    }
    return "";
  }

  private static String fromFirstDigit(String name, int from) {
    for (int i = from; i < name.length(); i++) {
      if (Character.isDigit(name.charAt(i)) && name.charAt(i - 1) == '-') {
        return name.substring(i);
      }
    }
    return "";
  }

  /** Felix gives addresses that it alone can resolve: {@code jar:bundle://…}. */
  private static String ofContainer(URL location) {
    try {
      if (location.openConnection() instanceof JarURLConnection connection) {
        connection.setUseCaches(false); // the jar is ours to close
        try (JarFile jar = connection.getJarFile()) {
          return bundleVersion(jar.getManifest());
        }
      }
      return "";
    } catch (IOException | RuntimeException e) {
      return ""; // the container's refusal: it keeps the bundle in another form
    }
  }

  /** OSGi containers keep bundles under names of their own. */
  private static String inManifest(String path) {
    File file = new File(path);
    if (!file.isFile()) {
      return "";
    }
    try (JarFile jar = new JarFile(file)) {
      return bundleVersion(jar.getManifest());
    } catch (IOException e) {
      return ""; // no jar: classes in a folder, or a format of the container's
    }
  }

  private static String bundleVersion(@Nullable Manifest manifest) {
    return manifest == null ? "" : bundleVersion(manifest.getMainAttributes());
  }

  private static String bundleVersion(Attributes attributes) {
    String bundle = attributes.getValue("Bundle-SymbolicName");
    String version = attributes.getValue("Bundle-Version");
    boolean known =
        bundle != null
            && (bundle.startsWith("org.apache.sshd")
                || bundle.contains("jsch")
                || bundle.contains("sshj")
                || bundle.contains("netty"));
    return known && version != null ? version : "";
  }
}
