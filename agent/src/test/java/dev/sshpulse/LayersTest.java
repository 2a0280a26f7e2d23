package dev.sshpulse;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in the agent. */
@AnalyzeClasses(packages = "dev.sshpulse", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  /** The bridge cannot be replaced in a live JVM, so few may depend on how it looks. */
  @ArchTest
  static final ArchRule bridgeHasFewFriends =
      noClasses()
          .that()
          .haveNameNotMatching(
              "dev\\.sshpulse\\.hooks\\.(JdkSockets|SocketEvents|Rehearsal|SlotTraffic|FoundOpen.*)")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.lang\\.SshpulseBridge.*");

  @ArchTest
  static final ArchRule weaverKnowsNoHook =
      noClasses()
          .that()
          .resideInAPackage("..weave..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..hooks..", "..connections..", "..runtime..", "..cli..");

  @ArchTest
  static final ArchRule connectionsKnowNoBytecode =
      noClasses()
          .that()
          .resideInAPackage("..connections..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..weave..", "..hooks..", "..runtime..", "..cli..", "org.objectweb..");

  @ArchTest
  static final ArchRule hooksDoNotStartAnything =
      noClasses()
          .that()
          .resideInAPackage("..hooks..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..runtime..", "..cli..", "..telemetry..", "..http..");

  @ArchTest
  static final ArchRule bytecodeStaysWithTheWeaver =
      classes()
          .that(resideInAPackage("dev.sshpulse..").and(not(resideInAPackage("..weave.."))))
          .should()
          .onlyDependOnClassesThat(not(resideInAPackage("org.objectweb..")));

  @ArchTest
  static final ArchRule nobodyNeedsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..cli..");
}
