package dev.sshpulse.sshd;

import static dev.sshpulse.sshd.Folder.MAIN;
import static dev.sshpulse.sshd.Folder.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshdConfigTest {

  @Test
  void takesTheDefaultsOfAnEmptyFile() throws IOException {
    SshdConfig config = config("", "# ClientAliveInterval 60", "  \t");

    assertThat(config.clientAlive()).isEqualTo(new ClientAliveSettings(0, 3, "the default"));
    assertThat(config.tcpKeepAlive()).isTrue();
    assertThat(config.loginGraceSeconds()).isEqualTo(120);
    assertThat(config.ports()).containsExactly(22);
    assertThat(config.variants()).isEmpty();
    assertThat(config.notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ClientAliveInterval 90",
        "clientaliveinterval 90",
        "CLIENTALIVEINTERVAL\t90",
        "  ClientAliveInterval   90  ",
        "ClientAliveInterval=90",
        "ClientAliveInterval = 90",
        "ClientAliveInterval =90",
        "ClientAliveInterval \"90\"",
        "ClientAliveInterval '90'",
        "\"ClientAliveInterval\" 90",
        "ClientAliveInterval 90 # a minute and a half",
        "ClientAliveInterval 90\r",
        "ClientAliveInterval 9\"0\"",
      })
  void readsALineInEveryWayThatSshdDoes(String line) throws IOException {
    assertThat(config("Banner none", line).clientAlive())
        .isEqualTo(new ClientAliveSettings(90, 3, "/etc/ssh/sshd_config line 2"));
  }

  @ParameterizedTest
  @CsvSource({
    "90, 90",
    "1m30s, 90",
    "1M30S, 90",
    "1m30, 90",
    "2h, 7200",
    "1d, 86400",
    "1w, 604800",
    "0, 0",
    "1h1h, 7200",
    "0s, 0"
  })
  void readsTimesInTheFormatsOfOpenSsh(String text, long seconds) throws IOException {
    assertThat(config("ClientAliveInterval " + text).clientAlive().intervalSeconds())
        .isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ClientAliveInterval 5x",
        "ClientAliveInterval 0x",
        "ClientAliveInterval m",
        "ClientAliveInterval -1",
        "ClientAliveInterval 1.5",
        "ClientAliveInterval \"\"",
        "ClientAliveInterval 99999999999",
        "ClientAliveInterval 3551w",
        "ClientAliveInterval",
        "ClientAliveInterval # none",
        "ClientAliveInterval 60 60",
        "ClientAliveInterval \"60",
        "ClientAliveCountMax none",
        "ClientAliveCountMax 3s",
        "TCPKeepAlive maybe",
        "Port 0",
        "Port 65536",
        "ListenAddress 127.0.0.1:x",
        "Match all User root",
        "Include"
      })
  void refusesWhatSshdRefusesAndSaysWhereItStands(String line) {
    assertThatThrownBy(() -> config("Port 22", line))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("/etc/ssh/sshd_config line 2: " + line + ": ");
  }

  @Test
  void takesTheFirstValueAndNotTheLast() throws IOException {
    SshdConfig config =
        config(
            "ClientAliveInterval 60", "ClientAliveInterval 90", "KeepAlive no", "LoginGraceTime 0");

    assertThat(config.clientAlive().intervalSeconds()).isEqualTo(60);
    assertThat(config.tcpKeepAlive()).isFalse();
    assertThat(config.loginGraceSeconds()).isZero();
  }

  @Test
  void putsWhatIsIncludedWhereItIsIncluded() throws IOException {
    SshdConfig config =
        new Folder()
            .with(
                MAIN,
                "Include sshd_config.d/*.conf",
                "ClientAliveInterval 60",
                "ClientAliveCountMax 5")
            .with("/etc/ssh/sshd_config.d/20.conf", "ClientAliveInterval 20")
            .with("/etc/ssh/sshd_config.d/10.conf", "Port 2222", "ClientAliveInterval 10")
            .config();

    assertThat(config.clientAlive())
        .isEqualTo(new ClientAliveSettings(10, 5, "/etc/ssh/sshd_config.d/10.conf line 2"));
    assertThat(config.ports()).containsExactly(2222);
  }

  @Test
  void notesAnIncludeThatMatchesNothing() throws IOException {
    SshdConfig config =
        config("Include /etc/ssh/sshd_config.d/*.conf", "Include other.conf # here");

    assertThat(config.notes())
        .containsExactly(
            "/etc/ssh/sshd_config line 1: Include /etc/ssh/sshd_config.d/*.conf matches no file"
                + " that is seen here",
            "/etc/ssh/sshd_config line 2: Include other.conf matches no file that is seen here");
  }

  @Test
  void saysWhichFileCannotBeRead() {
    assertThatThrownBy(
            () ->
                SshdConfig.read(
                    MAIN,
                    path -> {
                      throw new IOException(path + ": no");
                    },
                    null))
        .isInstanceOf(IOException.class)
        .hasMessage("/etc/ssh/sshd_config: no");
  }

  @Test
  void givesUpWhereFilesIncludeEachOther() {
    Folder folder = new Folder().with(MAIN, "Include a").with("/etc/ssh/a", "Include a a a a a");

    assertThatThrownBy(folder::config)
        .hasMessage("/etc/ssh/a line 1: Include a a a a a: files include each other 16 deep");
  }

  @Test
  void readsAsDeepAsSshdDoes() throws IOException {
    Folder folder = new Folder().with(MAIN, "Include 1");
    for (int depth = 1; depth < 16; depth++) {
      folder.with("/etc/ssh/" + depth, "Include " + (depth + 1));
    }
    folder.with("/etc/ssh/16", "ClientAliveInterval 16");

    assertThat(folder.config().clientAlive().intervalSeconds()).isEqualTo(16);
  }

  @Test
  void doesNotReadTheSameFilesForEver() {
    Folder folder = new Folder().with(MAIN, "Include 1 1 1 1 1 1 1 1 1 1");
    for (int depth = 1; depth < 16; depth++) {
      folder.with("/etc/ssh/" + depth, ("Include" + (" " + (depth + 1)).repeat(10)));
    }
    folder.with("/etc/ssh/16", "Port 22");

    assertThatThrownBy(folder::config).hasMessageContaining("more than 1000 files");
  }

  @Test
  void keepsAMatchBlockApart() throws IOException {
    SshdConfig config =
        config(
            "ClientAliveInterval 60",
            "Match User backup Address 10.0.0.0/8 # nightly",
            "  ClientAliveInterval 0",
            "  X11Forwarding no",
            "Match Group dev",
            "  ClientAliveInterval 60",
            "Match LocalPort 2222",
            "  ClientAliveCountMax 9");

    assertThat(config.clientAlive().intervalSeconds()).isEqualTo(60);
    assertThat(config.variants())
        .as("a block that changes nothing is none")
        .containsExactly(
            new SshdConfig.Variant(
                "User backup Address 10.0.0.0/8",
                new ClientAliveSettings(0, 3, "/etc/ssh/sshd_config line 3")),
            new SshdConfig.Variant(
                "LocalPort 2222", new ClientAliveSettings(60, 9, "/etc/ssh/sshd_config line 1")));
  }

  @Test
  void letsMatchAllWinOverWhatIsOutside() throws IOException {
    SshdConfig config =
        config(
            "ClientAliveInterval 60",
            "Match User root",
            "ClientAliveInterval 30",
            "Match all",
            "ClientAliveInterval 15",
            "Port 2222",
            "Match User root",
            "ClientAliveInterval 10");

    assertThat(config.clientAlive().intervalSeconds()).isEqualTo(15);
    assertThat(config.variants())
        .extracting(
            SshdConfig.Variant::criteria, variant -> variant.clientAlive().intervalSeconds())
        .containsExactly(tuple("User root", 30L));
    assertThat(config.ports()).containsExactly(2222);
  }

  @Test
  void appliesAnIncludeOnlyWhereItsBlockApplies() throws IOException {
    SshdConfig config =
        new Folder()
            .with(
                MAIN,
                "Match User a",
                "Include inner",
                "ClientAliveCountMax 7",
                "Match all",
                "ClientAliveCountMax 8")
            .with(
                "/etc/ssh/inner",
                "ClientAliveInterval 10",
                "Match Address 10.0.0.1",
                "ClientAliveInterval 20",
                "ClientAliveCountMax 5",
                "Match all",
                "ClientAliveCountMax 6")
            .config();

    assertThat(config.clientAlive()).isEqualTo(new ClientAliveSettings(0, 8, "the default"));
    assertThat(config.variants())
        .containsExactly(
            new SshdConfig.Variant(
                "User a", new ClientAliveSettings(10, 6, "/etc/ssh/inner line 1")),
            new SshdConfig.Variant(
                "User a and Address 10.0.0.1",
                new ClientAliveSettings(10, 5, "/etc/ssh/inner line 1")));
  }

  @Test
  void endsABlockWithTheFileThatBeganIt() throws IOException {
    SshdConfig config =
        new Folder()
            .with(MAIN, "Include inner", "ClientAliveInterval 60")
            .with("/etc/ssh/inner", "Match User a", "ClientAliveInterval 10")
            .config();

    assertThat(config.clientAlive().intervalSeconds()).isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TCPKeepAlive no", "Port 2222", "ListenAddress ::", "LoginGraceTime 1m"})
  void refusesWhatIsOfTheWholeServerInAMatchBlock(String line) {
    assertThatThrownBy(() -> config("Match User a", line))
        .hasMessage("/etc/ssh/sshd_config line 2: " + line + ": not allowed within a Match block");
  }

  @Test
  void knowsThePortsOfAddresses() throws IOException {
    assertThat(config("Port 2201", "Port 2202").ports()).containsExactly(2201, 2202);
    assertThat(config("ListenAddress 127.0.0.1:2203", "ListenAddress [::1]:2204").ports())
        .containsExactly(2203, 2204);
    assertThat(config("ListenAddress ::1", "Port 2205", "ListenAddress 127.0.0.1:2206").ports())
        .containsExactly(2205, 2206);
    assertThat(config("ListenAddress [::1]", "ListenAddress host.example rdomain 1").ports())
        .containsExactly(22);
  }

  @Test
  void showsNoControlCharacterAndNoEndlessLine() {
    assertThatThrownBy(() -> config("Port \u001b[31m" + "9".repeat(9999)))
        .message()
        .hasSizeLessThan(400)
        .contains("Port ?[31m99")
        .doesNotContain("\u001b");
  }

  @Property
  void takesAnyTextOrSaysWhereItIsWrong(@ForAll String text) {
    readOrRefuse(text);
  }

  @Property
  void takesAnyValueOrSaysWhereItIsWrong(
      @ForAll
          @Chars({'"', '\'', '\\', '=', '#', ' ', '\t', '\n', ':', '[', ']', ','})
          @CharRange(from = '0', to = '9')
          @CharRange(from = 'a', to = 'z')
          String text) {
    readOrRefuse("ClientAliveInterval " + text);
    readOrRefuse("ListenAddress" + text);
    readOrRefuse("Match " + text + "\nClientAliveCountMax 1");
  }

  private static void readOrRefuse(String text) {
    try {
      assertThat(config(text).ports()).isNotNull();
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith(MAIN);
    }
  }
}
