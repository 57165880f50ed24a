package io.distributary.servers.command;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.distributary.servers",
    importOptions = ImportOption.DoNotIncludeTests.class)
class CyclesTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.distributary.(servers..)").should().beFreeOfCycles();
}
