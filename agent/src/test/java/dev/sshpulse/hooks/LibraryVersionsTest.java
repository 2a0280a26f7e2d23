package dev.sshpulse.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryVersionsTest {

  @ParameterizedTest
  @CsvSource({
    "file:/lib/sshd-core-2.20.0.jar, 2.20.0",
    "file:/lib/jsch-0.1.55.jar, 0.1.55",
    "file:/lib/sshj-0.40.0.jar, 0.40.0",
    "file:/lib/ganymed-ssh2-262.jar, 262",
    "file:/lib/sshlib-2.2.23.jar, 2.2.23",
    "file:/lib/netty-transport-native-unix-common-4.1.128.Final.jar, 4.1.128.Final",
    "jar:file:/app.jar!/BOOT-INF/lib/sshd-core-2.9.3.jar!/, 2.9.3"
  })
  void readsTheNameOfTheJar(String location, String version) throws Exception {
    assertThat(LibraryVersions.of(from(location))).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource({"file:/app/everything.jar", "file:/app/classes/", "file:/app/sshd-core.jar"})
  void saysNothingWhereTheNameDoesNot(String location) throws Exception {
    assertThat(LibraryVersions.of(from(location))).isEmpty();
  }

  @Test
  void saysNothingOfClassesFromNowhere() {
    assertThat(LibraryVersions.of((ProtectionDomain) null)).isEmpty();
  }

  private static ProtectionDomain from(String location) throws Exception {
    return new ProtectionDomain(new CodeSource(new URL(location), (Certificate[]) null), null);
  }
}
