package dev.sshpulse.packed.sidecar;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Namespace;
import dev.sshpulse.stack.Node;
import dev.sshpulse.stack.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The image of {@code deploy/image}, built by buildah into a store of its own. Its base is a
 * stand-in made of Debian's packages, under the name that the Dockerfile asks for: no registry is
 * asked.
 */
final class BuiltImage implements AutoCloseable {
  static final Path DOCKERFILE = Path.of("../deploy/image/Dockerfile");

  private static final String BASE = "gcr.io/distroless/java17-debian13:nonroot";
  private static final String NAME = "registry.example.com/sshpulse:test";
  private static final Path BASE_FILES = Path.of("target/image/base");

  /**
   * Runs something in the image as a kubelet does: its files cannot be written, the directories
   * that are mounted into it are there before, and whoever it is has no right left. The user is the
   * image's.
   */
  private static final String CONTAINER =
      "root=$1 volume=$2 user=${3%%:*} group=${3##*:}; shift 3; "
          + "mkdir -p \"$root/sshpulse\" && mount --make-rprivate / "
          + "&& mount --bind \"$root\" \"$root\" && mount --bind \"$volume\" \"$root/sshpulse\" "
          + "&& mount -t proc none \"$root/proc\" && mount --rbind /dev \"$root/dev\" "
          + "&& mount --rbind /sys \"$root/sys\" && mount -o remount,bind,ro \"$root\" "
          + "&& cd \"$root\" && exec setpriv --clear-groups --no-new-privs --inh-caps=-all "
          + "unshare --root \"$root\" --wd / --setgid \"$group\" --setuid \"$user\" -- \"$@\"";

  private final Path store =
      Path.of("target/image/store-" + ProcessHandle.current().pid()).toAbsolutePath();
  private final String id;
  private final String files;
  private final Node description;

  /** Builds it. */
  BuiltImage() {
    Tool.path("setpriv", "util-linux");
    Tool.path("unshare", "util-linux");
    assumeTrue(
        Files.isDirectory(BASE_FILES),
        "missing: agent/" + BASE_FILES + " (agent/src/test/image/provide makes it)");
    makeBase();
    id = build();
    description = Node.of("image", buildah("inspect", "--type", "image", id)).at("OCIv1");
    files = buildah("mount", buildah("from", "--pull-never", id));
  }

  private void makeBase() {
    String container = buildah("from", "scratch");
    buildah("add", "--quiet", container, BASE_FILES.toString(), "/");
    buildah("commit", "--quiet", "--rm", container, BASE);
  }

  /** What it is known by: the digest of all that is in it and said of it. */
  String id() {
    return id;
  }

  /** Builds it, and gives its {@link #id}. */
  String build() {
    String said =
        buildah(
            "build",
            "--quiet",
            "--isolation=chroot",
            "--pull-never",
            "--timestamp=1700000000",
            "--build-arg=REVISION=" + "0".repeat(40),
            "--file=" + DOCKERFILE,
            "--tag=" + NAME,
            HostJvm.JAR.toAbsolutePath().getParent().toString());
    return said.substring(said.lastIndexOf('\n') + 1);
  }

  /** One of its files. */
  Path file(String path) {
    return Path.of(files + path);
  }

  Node config() {
    return description.at("config");
  }

  Map<?, ?> labels() {
    return (Map<?, ?>) config().at("Labels").value();
  }

  /**
   * Runs its entry point, with the arguments that are added by {@code option}.
   *
   * @param volume what is mounted at {@code /sshpulse}
   */
  HostJvm.Builder container(Path volume) {
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", CONTAINER, "sh", files));
    command.add(volume.toString());
    command.add(config().at("User").text());
    config().at("Entrypoint").list().forEach(word -> command.add(word.text()));
    return HostJvm.startedBy(command);
  }

  private String buildah(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Tool.path("buildah", "buildah")));
    command.addAll(List.of("--root", store.resolve("root").toString()));
    command.addAll(List.of("--runroot", store.resolve("run").toString()));
    command.addAll(List.of("--storage-driver", "vfs", "--log-level", "error"));
    command.addAll(List.of(arguments));
    return Namespace.execute("", command).strip();
  }

  @Override
  public void close() {
    buildah("umount", "--all");
    Namespace.execute("", List.of("rm", "-rf", store.toString()));
  }
}
