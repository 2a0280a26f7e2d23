package dev.sshpulse.cli.jvms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandOfJvmTest {

  @ParameterizedTest
  @CsvSource({
    "java -Xmx1g -cp a:b com.example.Main --jar x, com.example.Main --jar x",
    "java -jar /opt/app.jar serve, /opt/app.jar serve",
    "java -p mods --add-modules ALL-SYSTEM -m app/com.example.Main, app/com.example.Main",
    "java @options com.example.Main, com.example.Main",
    "java -version, java -version",
    "java -jar, -jar",
  })
  void findsWhatIsRun(String line, String program) {
    List<String> found = CommandOfJvm.of(List.of(line.split(" ", -1)));

    assertThat(String.join(" ", found)).isEqualTo(program);
  }
}
