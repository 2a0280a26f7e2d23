package dev.sshpulse.packed.sidecar;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Namespace;
import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * How a sidecar runs in a pod of the strictest kind: as nobody, without capabilities, under
 * seccomp's RuntimeDefault, with a root file system that cannot be written.
 */
final class RestrictedPod {
  /** As Kubernetes has it where it is unmounted; every system has this directory. */
  private static final String IMAGE = "/mnt";

  private static final Path FILTER = Path.of("target/peers/restricted_pod");

  /**
   * Arguments: the files of the image, and {@code --}, and what to run in it. All that can be
   * written is mounted read-only, for the mount namespace of this process; not the network
   * namespaces of other tests, which come and go.
   */
  private static final String SCRIPT =
      "mount --make-rprivate / && mount -t tmpfs none "
          + IMAGE
          + " && while [ \"$1\" != -- ]; do cp \"$1\" "
          + IMAGE
          + "; shift; done; shift; "
          + "awk '$6 ~ /^rw/ && $5 !~ \"^/(proc|sys|dev/pts|dev/mqueue|run/netns)\" {print $5}' "
          + "/proc/self/mountinfo | while read -r m; do mount -o remount,bind,ro \"$m\"; done; "
          + "if [ -n \"$WRITABLE\" ]; then mount -t tmpfs -o mode=1777 none \"$WRITABLE\"; fi; "
          + "cd / && exec setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all "
          + "--inh-caps=-all --no-new-privs "
          + IMAGE
          + "/restricted_pod \"$@\"";

  private RestrictedPod() {}

  /**
   * A sidecar in it.
   *
   * @param writable the one directory that can be written; empty: none
   * @param image the files in the image, the jar among them
   */
  static Sidecar start(
      Jdk jdk, Namespace machine, String ports, String writable, List<Path> image) {
    Tool.path("unshare", "util-linux");
    Tool.path("setpriv", "util-linux");
    assumeTrue(
        Files.isExecutable(FILTER),
        "missing: agent/" + FILTER + " (agent/src/test/peers/provide makes it)");
    List<String> wrapper = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", SCRIPT, "sh"));
    wrapper.add(FILTER.toAbsolutePath().toString());
    image.forEach(file -> wrapper.add(file.toAbsolutePath().toString()));
    wrapper.add("--");
    HostJvm.Builder host = HostJvm.on(jdk).under(wrapper.toArray(String[]::new)).on(machine);
    return Sidecar.start(host, IMAGE + "/sshpulse.jar", ports, "WRITABLE=" + writable);
  }

  /** JNA's native library for this machine, out of the jar, as a user would put it beside it. */
  static Path nativeLibrary(Path directory) throws IOException {
    String entry = "inst/com/sun/jna/linux-x86-64/libjnidispatch.so";
    Path library = directory.resolve("libjnidispatch.so");
    try (ZipFile jar = new ZipFile(HostJvm.JAR.toFile());
        InputStream in = jar.getInputStream(jar.getEntry(entry))) {
      Files.copy(in, library);
    }
    return library;
  }
}
