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
  static final ArchRule nobodyKnowsJackson =
      noClasses().should().dependOnClassesThat().resideInAPackage("com.fasterxml..");

  @ArchTest
  static final ArchRule onlyServeKnowsTheGatewaysCode =
      noClasses()
          .that()
          .doNotHaveSimpleName("ServeCommand")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.distributary.gateway",
              "io.distributary.gateway.write..",
              "io.distributary.gateway.config..",
              "io.distributary.gateway.fhir..",
              "io.distributary.gateway.http..",
              "io.distributary.gateway.plugin..",
              "io.distributary.gateway.projector..",
              "io.distributary.gateway.query..",
              "io.distributary.gateway.deadletter..",
              "io.distributary.gateway.log..",
              "io.distributary.gateway.plan..",
              "io.distributary.gateway.verify..",
              "io.distributary.gateway.view..")
          .because(
              "everything else speaks HTTP, in the gateway's documents; linkage and back-off are libraries");
}
