package io.distributary.sinks.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.sink.SinkPlugin;
import io.distributary.sink.tck.Kit;
import io.distributary.sink.tck.Report;
import io.distributary.sink.tck.Rule;
import io.distributary.sink.tck.SinkFixture;
import io.distributary.sinks.memory.Altered.Alteration;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit itself: a sink that breaks a promise fails the rules of that promise and no others. */
class BrokenSinksTest {
  @ParameterizedTest
  @MethodSource("io.distributary.sinks.memory.BrokenSinks#all")
  void brokenSinkFailsTheRulesThatItBreaksAndNoOthers(BrokenSinks.Broken sink) {
    try (Kit kit = new Kit(MemoryFixture.altered(sink.keepsHistory(), sink.alteration()), 7)) {
      Report report = kit.run(rule -> !BrokenSinks.leavesOut(rule.name()));
      assertThat(report.broken()).as(report.toString()).isEqualTo(new TreeSet<>(sink.rules()));
    }
  }

  @Test
  void sinkThatLooksBeforeItLocksLosesUpdatesBetweenTwoWriters() {
    MemoryFixture fixture = MemoryFixture.altered(false, BrokenWriting.looksBeforeItLocks());
    try (Kit kit = new Kit(fixture, 7)) {
      Report report = kit.run(rule -> rule.name().equals("twoWritersNeverMoveAResourceBack"));
      assertThat(report.broken()).hasSize(1);
    }
  }

  @Test
  void updatesThatAreLostAreNotHealedByTheWriteOfOthers() {
    MemoryFixture fixture =
        MemoryFixture.altered(false, BrokenWriting.looksBeforeItLocksAndAsksForRetry());
    try (Kit kit = new Kit(fixture, 7)) {
      Report report = kit.run(rule -> rule.name().equals("twoWritersNeverMoveAResourceBack"));
      assertThat(report.broken()).hasSize(1);
    }
  }

  @Test
  void sinkThatHandsOneThousandOverHasNoMoreOfAType() {
    MemoryFixture fixture = MemoryFixture.altered(true, BrokenTypes.handsOneThousandOver());
    try (Kit kit = new Kit(fixture, 7)) {
      Report report = kit.run(rule -> rule.name().equals("typeOfThousandsOfResourcesComesWhole"));
      assertThat(report.broken()).hasSize(1);
    }
  }

  @Test
  void sinkThatNeverReturnsIsGivenUp() {
    MemoryFixture fixture = MemoryFixture.altered(true, BrokenWriting.neverReturns());
    Kit kit = new Kit(new Impatient(fixture), 7);
    Report report = kit.run(rule -> rule.name().equals("everyEventOfABatchIsWritten"));
    assertThat(report.findings().get(0).why()).contains("still not back");
  }

  @Test
  void rightSinkKeepsEveryRule() {
    try (Kit kit = new Kit(MemoryFixture.altered(true, RightSinks::unaltered), 8)) {
      Report report = kit.run();
      assertThat(report.broken()).as(report.toString()).isEmpty();
      assertThat(report.skipped()).containsExactly("staleEventIsNotReportedAsApplied");
    }
  }

  @Test
  void rightSinkMayKeepSomeTypesOnlyAndAnswerNothingById() {
    Alteration selective =
        RightSinks.keepsSomeTypesAndIsScannedOnly(List.of("Patient", "Encounter", "Condition"));
    try (Kit kit = new Kit(MemoryFixture.altered(false, selective), 9)) {
      Report report = kit.run();
      assertThat(report.broken()).as(report.toString()).isEmpty();
      assertThat(report.skipped()).contains("unseenResourceIsEmpty", "oneVersionIsReadAsItWas");
    }
  }

  @Test
  void rulesHaveNamesOfTheirOwn() {
    assertThat(Kit.groups().stream().flatMap(group -> group.rules().stream()).map(Rule::name))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][A-Za-z0-9]{8,}"));
  }

  /** A fixture that waits for a moment only. */
  private record Impatient(MemoryFixture fixture) implements SinkFixture<MemoryConfig> {
    @Override
    public SinkPlugin<MemoryConfig> plugin() {
      return fixture.plugin();
    }

    @Override
    public MemoryConfig config(String namespace) {
      return fixture.config(namespace);
    }

    @Override
    public Duration patience() {
      return Duration.ofMillis(300);
    }
  }
}
