package dev.sshpulse.cli.jvms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnCommandTest {

  @ParameterizedTest
  @CsvSource({
    "/opt/sshpulse.jar top --json Sleepy, true",
    "sshpulse-0.1.0.jar list, true",
    "/opt/sshpulse.jar demo-workload, false",
    "/opt/gerrit.war daemon --with /opt/sshpulse.jar top, false",
    "/opt/sshpulse.jar.d/gerrit.jar top, false",
    "com.example.Main top, false"
  })
  void knowsThePersonsOwnCommands(String command, boolean own) {
    assertThat(OwnCommand.is(command)).isEqualTo(own);
  }
}
