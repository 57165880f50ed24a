package io.distributary.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.distributary.sink.SinkPlugin;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An import may only point down the list of docs/architecture.md. */
@AnalyzeClasses(
    packages = "io.distributary.gateway",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.distributary.gateway";
  private static final List<String> TOP_FIRST =
      List.of(
          "http",
          "fhir",
          "write",
          "match",
          "query",
          "view",
          "verify",
          "projector",
          "deadletter",
          "plan",
          "log",
          "plugin",
          "config",
          "retry",
          "control");

  @ArchTest
  static void importsPointDown(JavaClasses hub) {
    for (int i = 0; i < TOP_FIRST.size(); i++) {
      String[] above =
          TOP_FIRST.subList(0, i).stream().map(ArchitectureTest::within).toArray(String[]::new);
      if (above.length > 0) {
        noClasses()
            .that()
            .resideInAPackage(within(TOP_FIRST.get(i)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(above)
            .check(hub);
      }
    }
  }

  @ArchTest
  static final ArchRule everyPackageIsInTheList =
      classes()
          .should()
          .resideInAnyPackage(
              Stream.concat(
                      Stream.of(ROOT, within("matching")),
                      TOP_FIRST.stream().map(ArchitectureTest::within))
                  .toArray(String[]::new));

  @ArchTest
  static final ArchRule thereAreNoCycles =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobodyKnowsTheTop =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT);

  /** What runs the gateway knows its configuration, and by which exceptions a start can fail. */
  @ArchTest
  static final ArchRule onlyTheGatewayKnowsEveryone =
      noClasses()
          .that()
          .resideInAPackage(ROOT)
          .and()
          .doNotHaveFullyQualifiedName(ROOT + ".Gateway")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      within("http"),
                      within("fhir"),
                      within("write"),
                      within("query"),
                      within("view"),
                      within("verify"),
                      within("projector"),
                      within("deadletter"),
                      within("plan"),
                      within("log"),
                      within("plugin"))
                  .and(not(assignableTo(Throwable.class))));

  @ArchTest
  static final ArchRule onlyTheLogKnowsKafka =
      noClasses()
          .that()
          .resideOutsideOfPackage(within("log"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.vertx.kafka..");

  /** Whoever has no plugin in hand cannot open a sink past the guard. */
  @ArchTest
  static final ArchRule onlyTheGuardsPackageKnowsPlugins =
      noClasses()
          .that()
          .resideOutsideOfPackage(within("plugin"))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(SinkPlugin.class);

  @ArchTest
  static final ArchRule onlyTheRoutesKnowControl =
      noClasses()
          .that()
          .resideOutsideOfPackages(within("http"), within("control"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(within("control"));

  @ArchTest
  static final ArchRule controlKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage(within("control"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.distributary.sink..");

  /** Outside of one class, JSON is trees of JDK types, and documents are records. */
  @ArchTest
  static final ArchRule onlyOneClassBindsJson =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + ".control.ControlCodec")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson.databind..");

  @ArchTest
  static final ArchRule nobodyUsesTheJsonOfVertx =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.vertx.core.json..");

  /** In this module; private classes are nobody else's business. */
  @ArchTest
  static void noSimpleNameIsThereTwice(JavaClasses hub) {
    Map<String, List<String>> byName =
        hub.stream()
            .filter(each -> !each.isAnonymousClass() && !each.isLocalClass())
            .filter(each -> !each.getModifiers().contains(JavaModifier.PRIVATE))
            .filter(each -> !each.getSimpleName().equals("package-info"))
            .filter(each -> !each.getPackageName().startsWith(ROOT + ".matching"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    TreeMap::new,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));
    assertThat(byName.values()).allSatisfy(names -> assertThat(names).hasSize(1));
  }

  /** A view's name beside the number of its revision is a {@code RevisionId}. */
  @ArchTest
  static final ArchRule revisionsHaveAType =
      codeUnits()
          .that()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage(within("control"))
          .should(new NamingNoRevisionByTextAndNumber())
          .because("documents have texts and numbers, all else has RevisionId");

  private static final class NamingNoRevisionByTextAndNumber extends ArchCondition<JavaCodeUnit> {
    private static final Set<Class<?>> NUMBERS =
        Set.of(int.class, Integer.class, OptionalInt.class);

    NamingNoRevisionByTextAndNumber() {
      super("name no revision by text and number");
    }

    @Override
    public void check(JavaCodeUnit unit, ConditionEvents events) {
      if (unit instanceof JavaStaticInitializer) {
        return;
      }
      List<Parameter> all = List.of(((Executable) unit.reflect()).getParameters());
      boolean text = all.stream().anyMatch(each -> each.getType() == String.class);
      boolean number =
          all.stream()
              .anyMatch(
                  each ->
                      NUMBERS.contains(each.getType())
                          && each.getName().matches("(?i).*(revision|live|number).*"));
      events.add(
          new SimpleConditionEvent(
              unit, !(text && number), unit.getFullName() + " takes a text and a number"));
    }
  }

  private static String within(String name) {
    return ROOT + "." + name + "..";
  }
}
