package io.distributary.sink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A plugin shares these classes with its host, so no library may stand in them. */
@AnalyzeClasses(
    packages = "io.distributary.sink",
    importOptions = ImportOption.DoNotIncludeTests.class)
class SpiDirectionTest {
  @ArchTest
  static final ArchRule contractKnowsTheJdkAndTheSchemasOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "org.jspecify..", "io.distributary.sink", "io.distributary.schemas..");
}
