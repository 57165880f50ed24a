package io.distributary.sink.tck;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * The kit as JUnit tests, a container for each group and a test for each rule. {@code
 * -Dtck.rules=<regular expression>} runs some rules only, {@code -Dtck.seed=<number>} draws other
 * events.
 */
public abstract class SinkConformance {
  private static final long SEED = 20_261_121;

  /** What the kit must know of the sink under test. */
  protected abstract SinkFixture<?> fixture();

  @TestFactory
  protected Stream<DynamicContainer> conformance() {
    Kit kit = new Kit(fixture(), Long.getLong("tck.seed", SEED));
    Pattern wanted = Pattern.compile(System.getProperty("tck.rules", ".*"));
    return Kit.groups().stream().map(group -> container(kit, group, wanted)).onClose(kit::close);
  }

  private static DynamicContainer container(Kit kit, RuleGroup group, Pattern wanted) {
    return dynamicContainer(
        group.name(),
        group.rules().stream()
            .filter(rule -> wanted.matcher(rule.name()).matches())
            .map(rule -> dynamicTest(rule.name(), () -> kit.check(rule))));
  }
}
