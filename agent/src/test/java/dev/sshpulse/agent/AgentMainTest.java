package dev.sshpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the entry decides before anything else is loaded. By reflection: it is compiled for Java 8,
 * apart from everything that tests are compiled with.
 */
class AgentMainTest {

  @ParameterizedTest
  @ValueSource(strings = {"1.7", "1.8", "9", "11", "16"})
  void stepsAsideOnAnOlderJava(String version) throws Exception {
    assertThat(decide("isTooOld", version)).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "21", "25", "26-something-new"})
  void stepsAsideOnNoOther(String version) throws Exception {
    assertThat(decide("isTooOld", version)).isEqualTo(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "11"})
  void saysWhichJavaItNeeds(String version) throws Exception {
    assertThat(decide("tooOld", version))
        .isEqualTo("Java " + version + " is too old, it needs 17 or newer");
  }

  @ParameterizedTest
  @CsvSource({
    "java.base, sun.security.tools.keytool.Main -list",
    "jdk.jcmd, jdk.jcmd/sun.tools.jps.Jps",
    "jdk.compiler, jdk.compiler/com.sun.tools.javac.Main -version",
    "jdk.jartool, jdk.jartool/sun.tools.jar.Main --version",
  })
  void leavesTheJdksToolsAlone(String module, String command) throws Exception {
    assertThat(decide("isTool", module, command)).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource({
    "jdk.compiler, jdk.compiler/com.sun.tools.javac.launcher.Main Program.java",
    "jdk.compiler, jdk.compiler/com.sun.tools.javac.launcher.SourceLauncher Program.java",
    "com.example.server, com.example.server/com.example.Main",
    "javax.example, javax.example/Main",
  })
  void watchesApplications(String module, String command) throws Exception {
    assertThat(decide("isTool", module, command)).isEqualTo(false);
  }

  @Test
  void watchesWhatRunsFromTheClassPath() throws Exception {
    assertThat(decide("isTool", null, "application.jar")).isEqualTo(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"@", "@detach", "@attach", "@attach 1", "@attach 1 file:/x.jar"})
  void throwsNothingIntoAJvmThatIsGivenAHalfCommand(String arguments) throws Exception {
    Method agentmain =
        Class.forName("dev.sshpulse.agent.AgentMain")
            .getMethod("agentmain", String.class, Instrumentation.class);

    assertThatCode(() -> agentmain.invoke(null, arguments, null)).doesNotThrowAnyException();
    System.clearProperty("dev.sshpulse.refusal");
  }

  private static Object decide(String name, String... arguments) throws Exception {
    Class<?>[] types = new Class<?>[arguments.length];
    Arrays.fill(types, String.class);
    Method method = Class.forName("dev.sshpulse.agent.AgentMain").getDeclaredMethod(name, types);
    method.setAccessible(true);
    return method.invoke(null, (Object[]) arguments);
  }
}
