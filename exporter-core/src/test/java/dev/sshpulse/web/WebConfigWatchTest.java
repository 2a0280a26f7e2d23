package dev.sshpulse.web;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sshpulse.model.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks only when the test says so. */
class WebConfigWatchTest {
  private static final String TLS =
      "tls_server_config: {cert_file: server.pem, key_file: server.key}\n";

  private final List<String> said = new ArrayList<>();
  private final Faults faults = new Faults();

  @TempDir private Path folder;
  private int writes;

  @BeforeEach
  void writeFiles() throws IOException {
    write("web.yml", TLS);
    write("server.pem", TestKeys.of("EC").certificate);
    write("server.key", TestKeys.of("EC").key);
  }

  /** As a tool does that replaces a file: no two of them are one file. */
  private void write(String name, String text) throws IOException {
    Path fresh = folder.resolve("fresh" + writes++);
    Files.writeString(fresh, text);
    Files.move(fresh, folder.resolve(name), REPLACE_EXISTING);
  }

  private WebConfigWatch watch() throws IOException {
    return new WebConfigWatch(
        folder.resolve("web.yml").toString(), work -> new Thread(() -> {}), faults, said::add);
  }

  private WebConfigWatch watch(WebConfigFile file) throws IOException {
    return new WebConfigWatch(file, work -> new Thread(() -> {}), faults, said::add);
  }

  private static void look(WebConfigWatch watch) {
    watch.lookOnce();
    watch.lookOnce();
  }

  @Test
  void keepsWhatItHasWhileNothingChanges() throws Exception {
    WebConfigWatch watch = watch();
    WebConfig before = watch.get();

    look(watch);

    assertThat(watch.get()).isSameAs(before);
    assertThat(watch.lastReloadSuccessful()).isTrue();
  }

  @Test
  void takesANewCertificateWithItsKey() throws Exception {
    WebConfigWatch watch = watch();
    WebConfig before = watch.get();
    TestKeys other = TestKeys.another();

    write("server.pem", other.certificate);
    watch.lookOnce();
    write("server.key", other.key);
    look(watch);

    assertThat(watch.get().tls()).isNotSameAs(before.tls());
    assertThat(watch.lastReloadSuccessful()).isTrue();
    assertThat(said).isEmpty();
  }

  @Test
  void keepsTheOldWhereTheNewCannotBeUsedAndSaysSoOnce() throws Exception {
    WebConfigWatch watch = watch();
    WebConfig before = watch.get();

    write("server.key", TestKeys.of("RSA").key);
    look(watch);
    look(watch);

    assertThat(watch.get()).isSameAs(before);
    assertThat(watch.lastReloadSuccessful()).isFalse();
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("sshpulse: changed, and cannot be used; what was read before holds: ")
        .contains("server.key has no key that belongs to the certificate of server.pem");
  }

  @Test
  void saysWhenItCanBeUsedAgain() throws Exception {
    WebConfigWatch watch = watch();
    write("web.yml", "nonsense");
    look(watch);
    said.clear();

    write("web.yml", TLS + "rate_limit: {interval: 1s, burst: 2}\n");
    look(watch);

    assertThat(watch.get().rateLimit()).isNotNull();
    assertThat(watch.lastReloadSuccessful()).isTrue();
    assertThat(said).containsExactly("sshpulse: http.web-config can be used again, and is in use");
  }

  @Test
  void keepsTheOldWhileAFileIsGone() throws Exception {
    WebConfigWatch watch = watch();
    WebConfig before = watch.get();

    Files.delete(folder.resolve("server.pem"));
    look(watch);

    assertThat(watch.get()).isSameAs(before);
    assertThat(watch.lastReloadSuccessful()).isFalse();
  }

  @Test
  void neverGivesTlsUpWhileItRuns() throws Exception {
    WebConfigWatch watch = watch();

    write("web.yml", "rate_limit: {interval: 1s, burst: 2}\n");
    look(watch);

    assertThat(watch.get().tls()).isNotNull();
    assertThat(said).singleElement().asString().contains("comes and goes with a restart only");
  }

  @Test
  void followsAFileThatIsNamedOnlyLater() throws Exception {
    WebConfigWatch watch = watch();
    write("other.pem", TestKeys.of("EC").certificate);
    write("web.yml", TLS.replace("server.pem", "other.pem"));
    look(watch);
    WebConfig before = watch.get();

    TestKeys other = TestKeys.another();
    write("server.key", other.key);
    write("other.pem", other.certificate);
    look(watch);

    assertThat(watch.get().tls()).isNotSameAs(before.tls());
    assertThat(said).isEmpty();
  }

  @Test
  void takesAPairThatWasWrittenInPlaceWithItsTimesKept() throws Exception {
    TestKeys other = anotherOfTheSameSize();
    WebConfigWatch watch = watch();
    WebConfig before = watch.get();

    overwrite("server.pem", other.certificate);
    overwrite("server.key", other.key);
    look(watch);

    assertThat(watch.get().tls()).isNotSameAs(before.tls());
    assertThat(said).isEmpty();
  }

  /** ASN.1 has signatures and numbers of one byte more or less, now and then. */
  private static TestKeys anotherOfTheSameSize() {
    TestKeys first = TestKeys.of("EC");
    TestKeys other = TestKeys.another();
    while (other.certificate.length() != first.certificate.length()
        || other.key.length() != first.key.length()) {
      other = TestKeys.another();
    }
    return other;
  }

  /** As {@code cp} and {@code touch -r} do. */
  private void overwrite(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    FileTime written = Files.getLastModifiedTime(file);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, written);
  }

  @Test
  void followsTheLinkByWhichKubernetesReplacesAMountedSecret() throws Exception {
    mount("first", TestKeys.of("EC"));
    WebConfigWatch watch = watch();
    WebConfig before = watch.get();

    mount("second", TestKeys.another());
    look(watch);

    assertThat(watch.get().tls()).isNotSameAs(before.tls());
    assertThat(said).isEmpty();
  }

  /** All files are links into a folder that is one: {@code ..data}, and that is moved. */
  private void mount(String generation, TestKeys keys) throws IOException {
    Path data = Files.createDirectory(folder.resolve(".." + generation));
    Files.writeString(data.resolve("server.pem"), keys.certificate);
    Files.writeString(data.resolve("server.key"), keys.key);
    Files.writeString(data.resolve("web.yml"), TLS);
    Path fresh = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(".." + generation));
    Files.move(fresh, folder.resolve("..data"), REPLACE_EXISTING, ATOMIC_MOVE);
    for (String name : List.of("server.pem", "server.key", "web.yml")) {
      Files.deleteIfExists(folder.resolve(name));
      Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
    }
  }

  @Test
  void readsAgainWhatWasReplacedWhileItWasRead() throws Exception {
    TestKeys other = TestKeys.another();
    WebConfigFile replaced =
        new Meanwhile(
            () -> {
              write("server.pem", other.certificate);
              write("server.key", other.key);
            });

    WebConfigWatch watch = watch(replaced);
    WebConfig first = watch.get();
    look(watch);

    assertThat(((Meanwhile) replaced).readings).isEqualTo(2);
    assertThat(watch.get()).isSameAs(first);
    assertThat(said).isEmpty();
  }

  @Test
  void beginsWhereTheFirstReadingSawTwoGenerations() throws Exception {
    write("server.key", TestKeys.of("RSA").key);

    WebConfigWatch watch = watch(new Meanwhile(() -> write("server.key", TestKeys.of("EC").key)));

    assertThat(watch.get().tls()).isNotNull();
  }

  @Test
  void endsReadingWhereFilesChangeAllTheTime() throws Exception {
    Meanwhile restless =
        new Meanwhile(() -> {}) {
          @Override
          WebConfig read() throws WebConfigException {
            WebConfig config = super.read();
            change(() -> write("server.key", TestKeys.of("EC").key));
            return config;
          }
        };

    assertThat(watch(restless).get().tls()).isNotNull();
    assertThat(restless.readings).isEqualTo(10);
  }

  private interface Change {
    void happen() throws IOException;
  }

  /** Something happens once it is read for the first time, and before that is judged. */
  private class Meanwhile extends WebConfigFile {
    private final Change first;
    private int readings;

    Meanwhile(Change first) throws WebConfigException {
      super(folder.resolve("web.yml").toString());
      this.first = first;
    }

    @Override
    WebConfig read() throws WebConfigException {
      try {
        return super.read();
      } finally {
        if (readings++ == 0) {
          change(first);
        }
      }
    }

    void change(Change change) {
      try {
        change.happen();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cert_file", "key_file"})
  void tellsOfAPathThatIsNoneAndKeepsTheOld(String key) throws Exception {
    WebConfigWatch watch = watch();
    WebConfig before = watch.get();

    write("web.yml", TLS.replaceAll(key + ": [a-z.]+", key + ": \"a\\\\0b\""));
    look(watch);

    assertThat(watch.get()).isSameAs(before);
    assertThat(watch.lastReloadSuccessful()).isFalse();
    assertThat(said).singleElement().asString().endsWith(key + ": what stands there: no path");
  }

  @Test
  void takesWhateverIsThrownForAFailedReloadAndTriesAgain() throws Exception {
    List<Throwable> thrown = new ArrayList<>();
    WebConfigWatch watch =
        watch(
            new WebConfigFile(folder.resolve("web.yml").toString()) {
              @Override
              WebConfig read() throws WebConfigException {
                if (!thrown.isEmpty() && thrown.remove(0) instanceof Error error) {
                  throw error;
                }
                return super.read();
              }
            });
    thrown.add(new OutOfMemoryError("for once"));
    write("server.key", TestKeys.of("EC").key);
    look(watch);
    boolean successful = watch.lastReloadSuccessful();

    look(watch);

    assertThat(successful).isFalse();
    assertThat(faults.errors(Faults.Where.HTTP)).isEqualTo(1);
    assertThat(watch.lastReloadSuccessful()).isTrue();
  }

  @Test
  void doesNotBeginWithAFileThatCannotBeUsed() throws Exception {
    write("web.yml", "nonsense");

    assertThatThrownBy(this::watch).isInstanceOf(IOException.class);
  }
}
