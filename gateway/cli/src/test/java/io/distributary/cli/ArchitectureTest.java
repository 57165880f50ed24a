package io.distributary.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.distributary.cli",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.distributary.(cli..)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyServeKnowsTheGatewaysCode =
      noClasses()
          .that()
          .doNotHaveSimpleName("ServeCommand")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.distributary.gateway..")
          .because("everything else speaks HTTP");
}
