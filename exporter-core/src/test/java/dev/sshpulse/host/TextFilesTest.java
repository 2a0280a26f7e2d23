package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {

  @TempDir private Path directory;
  private final TextFiles files = new TextFiles();

  @Test
  void readsTextAndWhatIsNone() throws IOException {
    Path file = directory.resolve("a");
    Files.write(file, new byte[] {'a', (byte) 0xff, '\n'});

    assertThat(files.read(file.toString())).isEqualTo("a\ufffd\n");
  }

  @Test
  void saysWhichFileIsNotThere() {
    String missing = directory.resolve("missing").toString();

    assertThatThrownBy(() -> files.read(missing))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + " does not exist here");
  }

  @Test
  void readsNoFileWithoutEnd() {
    assertThatThrownBy(() -> files.read("/dev/zero"))
        .isInstanceOf(IOException.class)
        .hasMessage("/dev/zero is longer than 1048576 bytes");
  }

  @Test
  void findsFilesByPatternInLexicalOrder() throws IOException {
    for (String name : new String[] {"x/20.conf", "x/10.conf", "x/a.txt", "y/15.conf"}) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }

    assertThat(files.matching(directory + "/x/*.conf"))
        .containsExactly(directory + "/x/10.conf", directory + "/x/20.conf");
    assertThat(files.matching(directory + "/*/1?.conf"))
        .containsExactly(directory + "/x/10.conf", directory + "/y/15.conf");
    assertThat(files.matching(directory + "/x/10.conf")).containsExactly(directory + "/x/10.conf");
    assertThat(files.matching(directory + "/x/none")).isEmpty();
    assertThat(files.matching(directory + "/none/*.conf")).isEmpty();
    assertThat(files.matching(directory + "/x/10.conf/*")).isEmpty();
  }
}
