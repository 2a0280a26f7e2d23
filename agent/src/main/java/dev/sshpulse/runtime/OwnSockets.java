package dev.sshpulse.runtime;

import dev.sshpulse.host.OwnConnections;
import dev.sshpulse.host.TcpTable;
import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.FileSystem;

/** What this process's own connections are read from. */
final class OwnSockets {
  private static final File KERNEL_TABLES = new File("/proc/self/net");

  private OwnSockets() {}

  /** By the JDK's own file system: the default one may be the application's. */
  static OwnConnections ofThisProcess() throws ReflectiveOperationException {
    Method jdk = Class.forName("sun.nio.fs.DefaultFileSystemProvider").getMethod("theFileSystem");
    FileSystem files = (FileSystem) jdk.invoke(null);
    return new OwnConnections(files.getPath("/proc/self/fd"), new TcpTable(KERNEL_TABLES));
  }
}
