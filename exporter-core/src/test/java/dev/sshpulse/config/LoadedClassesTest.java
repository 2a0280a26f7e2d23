package dev.sshpulse.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reading the settings costs and touches on the application's main thread. */
class LoadedClassesTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.sshpulse.config");

  @TempDir private Path folder;

  @Test
  void loadsNoParserWithoutAFile() throws Exception {
    List<String> loaded = loadedWhileReading("http.listen=off,unknown=1");

    assertThat(loaded).contains(Settings.class.getName()).noneMatch(LoadedClassesTest::isParser);
    assertThat(loaded).doesNotContain(ConfigFile.class.getName());
  }

  @Test
  void loadsTheParserForAFile() throws Exception {
    Path file = java.nio.file.Files.writeString(folder.resolve("a.yaml"), "enabled: true\n");

    List<String> loaded = loadedWhileReading("config.file=" + file);

    assertThat(loaded).anyMatch(LoadedClassesTest::isParser);
  }

  @Test
  void knowsTheParserInOneClass() {
    ArchRuleDefinition.noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ConfigFile.class.getName())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.snakeyaml..")
        .check(OURS);
  }

  @Test
  void touchesNothingThatTheApplicationMayStillWantToReplace() {
    ArchRuleDefinition.noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.nio.file..",
            "java.util.logging..",
            "java.util.regex..",
            "java.util.stream..",
            "java.util.function..",
            "java.net..",
            "javax..")
        .check(OURS);
  }

  @Test
  void hasNoLambda() throws IOException {
    for (JavaClass ours : OURS) {
      assertThat(bytecode(ours)).as(ours.getName()).doesNotContain("LambdaMetafactory");
    }
  }

  private static boolean isParser(String className) {
    return className.startsWith("org.snakeyaml.");
  }

  private static String bytecode(JavaClass type) throws IOException {
    String resource = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = LoadedClassesTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static List<String> loadedWhileReading(String arguments) throws Exception {
    URL ours = Settings.class.getProtectionDomain().getCodeSource().getLocation();
    URL parser =
        org.snakeyaml.engine.v2.api.Load.class.getProtectionDomain().getCodeSource().getLocation();
    try (Recorder loader = new Recorder(ours, parser)) {
      Class.forName(Settings.class.getName(), true, loader)
          .getMethod("read", String.class, Properties.class, Map.class)
          .invoke(null, arguments, new Properties(), Map.of());
      return loader.loaded;
    }
  }

  /** Loads our classes afresh and writes down which. */
  private static final class Recorder extends URLClassLoader {
    private final List<String> loaded = new ArrayList<>();

    Recorder(URL... places) {
      super(places, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      loaded.add(name);
      return super.findClass(name);
    }
  }
}
