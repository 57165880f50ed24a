package io.distributary.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

@AnalyzeClasses(
    packages = "io.distributary.schemas",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesPointInOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("event")
          .definedBy("io.distributary.schemas.event")
          .layer("fhir")
          .definedBy("io.distributary.schemas.fhir")
          .layer("json")
          .definedBy("io.distributary.schemas.json")
          .layer("values")
          .definedBy("io.distributary.schemas")
          .whereLayer("event")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("fhir")
          .mayOnlyBeAccessedByLayers("event")
          .whereLayer("json")
          .mayOnlyBeAccessedByLayers("fhir", "event")
          .whereLayer("values")
          .mayOnlyBeAccessedByLayers("json", "fhir", "event");

  @ArchTest
  static final ArchRule nothingDoesInputOrOutput =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(File|RandomAccess|Console|PrintStream).*")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);

  @ArchTest
  static final ArchRule noJsonLibraryStandsInAPublicSignature =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .arePublic()
          .and()
          .areNotPrivate()
          .should(speakInJdkTypes())
          .because("each plugin brings a JSON library of its own");

  @ArchTest
  static final ArchRule onlyTheJsonPackageKnowsTheJsonLibrary =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.distributary.schemas.json")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml..");

  private static ArchCondition<JavaMethod> speakInJdkTypes() {
    DescribedPredicate<JavaClass> jackson =
        DescribedPredicate.describe(
            "a class of Jackson", type -> type.getPackageName().startsWith("com.fasterxml"));
    return new ArchCondition<>("name no class of Jackson") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean visible =
            method.getModifiers().contains(JavaModifier.PUBLIC)
                || method.getModifiers().contains(JavaModifier.PROTECTED);
        if (visible && method.getAllInvolvedRawTypes().stream().anyMatch(jackson)) {
          events.add(SimpleConditionEvent.violated(method, method.getDescription()));
        }
      }
    };
  }
}
