package dev.sshpulse;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** Every package knows only those below it. */
@AnalyzeClasses(packages = "dev.sshpulse", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  @ArchTest
  static final ArchRule arrowsPointDownwards =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("model")
          .definedBy("dev.sshpulse.model..")
          .layer("diagnosis")
          .definedBy("dev.sshpulse.diagnosis..")
          .layer("host")
          .definedBy("dev.sshpulse.host..")
          .layer("sshd")
          .definedBy("dev.sshpulse.sshd..")
          .layer("telemetry")
          .definedBy("dev.sshpulse.telemetry..")
          .layer("http")
          .definedBy("dev.sshpulse.http..")
          .layer("web")
          .definedBy("dev.sshpulse.web..")
          .layer("config")
          .definedBy("dev.sshpulse.config..")
          .layer("sidecar")
          .definedBy("dev.sshpulse.sidecar..")
          .whereLayer("model")
          .mayNotAccessAnyLayer()
          .whereLayer("diagnosis")
          .mayOnlyAccessLayers("model")
          .whereLayer("host")
          .mayOnlyAccessLayers("model")
          .whereLayer("sshd")
          .mayOnlyAccessLayers("model")
          .whereLayer("telemetry")
          .mayOnlyAccessLayers("diagnosis", "model")
          .whereLayer("http")
          .mayOnlyAccessLayers("web", "config", "telemetry", "diagnosis", "model")
          .whereLayer("web")
          .mayOnlyAccessLayers("config", "model")
          .whereLayer("config")
          .mayNotAccessAnyLayer()
          .whereLayer("sidecar")
          .mayNotBeAccessedByAnyLayer();

  /** What may happen to a connection is said in the words of the JDK alone. */
  @ArchTest
  static final ArchRule modelNeedsNoLibrary =
      classes()
          .that()
          .resideInAPackage("dev.sshpulse.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "dev.sshpulse.model..", "org.jspecify..");

  /** What observations mean is worked out without I/O, so that every case of it can be tested. */
  @ArchTest
  static final ArchRule diagnosisDoesNoInput =
      classes()
          .that()
          .resideInAPackage("dev.sshpulse.diagnosis..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang",
              "java.lang.runtime",
              "java.net",
              "java.nio",
              "java.time",
              "java.util",
              "java.util.concurrent..",
              "java.util.function",
              "dev.sshpulse.model..",
              "dev.sshpulse.diagnosis..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule knowsNothingOfBytecode =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.lang.instrument..", "org.objectweb..", "dev.sshpulse.weave..");
}
