package io.distributary.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.distributary.bench",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.distributary.(bench..)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theLimitOwesNothingToTheGateway =
      noClasses()
          .that()
          .resideInAPackage("io.distributary.bench.limit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.distributary.schemas..", "io.distributary.sink..", "io.distributary.gateway..")
          .because("it is what the gateway is measured against");
}
