package dev.sshpulse.web;

import java.lang.reflect.Method;
import java.nio.file.FileSystem;
import java.nio.file.Path;

/** Paths of the JDK's own file system: the default one may be the application's. */
final class JdkFiles {
  private JdkFiles() {}

  /** Of the default one where the JDK keeps its own closed; no agent runs there to open it. */
  static Path path(String path) {
    try {
      Method own = Class.forName("sun.nio.fs.DefaultFileSystemProvider").getMethod("theFileSystem");
      return ((FileSystem) own.invoke(null)).getPath(path);
    } catch (ReflectiveOperationException e) {
      return Path.of(path);
    }
  }
}
