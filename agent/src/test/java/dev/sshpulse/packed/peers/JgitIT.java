package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.probe.libraries.LibraryHost;
import dev.sshpulse.stack.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** JGit clones from OpenSSH's sshd, on either library that it can use. */
class JgitIT {
  private static final Path LIBRARY = Path.of("target/libraries/jgit-7.1.0").toAbsolutePath();

  @TempDir static Path directory;
  private static Keys keys;
  private static Sshd server;
  private static Path repository;

  @BeforeAll
  static void startServer() throws Exception {
    keys = Keys.in(directory);
    server = new Sshd(directory, keys);
    repository = directory.resolve("repository");
    String git = Tool.path("git", "git");
    Run.of(git, "init", "-q", "" + repository).text();
    String commit =
        "cd %s && echo hello >file && %s add file && %s -c user.name=a -c user.email=a@b commit -qm hello";
    Run.of("sh", "-c", commit.formatted(repository, git, git)).text();
    Run.of("chown", "-R", server.user(), "" + repository).text(); // git trusts its owner alone
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  static Stream<Arguments> libraries() {
    return Jdk.all().stream()
        .flatMap(
            jdk ->
                Stream.of(
                    Arguments.of(jdk, "mina-sshd", "2.14.0", "SSH-2.0-APACHE-SSHD-…"),
                    Arguments.of(jdk, "jsch", "0.1.55", "SSH-2.0-JSCH-…")));
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @MethodSource("libraries")
  void tellsExactlyWhatHappenedInAClone(
      Jdk jdk, String library, String version, String identification) throws Exception {
    Story story =
        Story.ofClient(library, version, identification, server.identification())
            .accepted("publickey")
            .channel("exec", 0)
            .ends("closed", "local", null);
    try (Spans spans = new Spans();
        Dialogue host = new Dialogue(spans.to(HostJvm.on(jdk).agent()), LibraryHost.class)) {
      Counters counters = Counters.before(host.jvm().scrape());

      host.say(clone(library, directory.resolve(library + jdk.release())));

      assertThat(List.of(host.hear(), host.hear())).containsExactly("out hello", "done 0");
      List<String> told = spans.take(1);
      List<String> changes = counters.changes(host.jvm().scrape());
      assertThat(new Expected("closed by local", changes, told)).isEqualTo(story.told());
      Hooks.assertMatched(host.jvm().scrape(), library, version);
    }
  }

  private static String clone(String library, Path to) {
    return String.join(
        "\t",
        "" + LIBRARY,
        "Jgit",
        library,
        "" + server.port(),
        server.user(),
        "publickey",
        "" + keys.known(),
        repository + " " + to);
  }
}
