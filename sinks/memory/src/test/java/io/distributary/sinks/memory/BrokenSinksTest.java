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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit itself: a sink that breaks a promise fails the rules of that promise and no others. */
class BrokenSinksTest {
  /** What no sink here breaks and costs the most, left out to keep the build short. */
  static final Set<String> COSTLY =
      Set.of(
          "longTextsAreKept",
          "manyFieldNamesAreKept",
          "deepResourceIsKept",
          "broadResourceIsKept",
          "bigResourceIsKept",
          "chartOfTwoThousandResourcesFits");

  record Broken(String name, boolean keepsHistory, Alteration alteration, Set<String> rules) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Broken> sinks() {
    return Stream.of(
        of(
            "losesTheLastEventOfALargeBatch",
            true,
            BrokenWriting.losesTheLastEventOfALargeBatch(),
            "everyEventOfABatchIsWritten"),
        of(
            "acceptsAStaleVersion",
            false,
            BrokenWriting.acceptsAStaleVersion(),
            "deletionOfAnUnseenResourceIsKept",
            "lateOlderUpdateNeverBringsADeletedResourceBack",
            "olderDeletionNeverDeletesANewerVersion",
            "olderVersionNeverOverwritesNewer",
            "outcomesStandInTheBatchsOrder",
            "staleEventHindersNoNeighbour",
            "staleEventIsNotReportedAsApplied",
            "twoWritersNeverMoveAResourceBack",
            "versionsAreComparedExactly",
            "viewEqualsTheFoldOfTheStream"),
        of(
            "resurrects",
            false,
            BrokenWriting.resurrects(),
            "deletionOfAnUnseenResourceIsKept",
            "lateOlderUpdateNeverBringsADeletedResourceBack",
            "viewEqualsTheFoldOfTheStream"),
        of(
            "forgetsTombstones",
            false,
            BrokenWriting.forgetsTombstones(),
            "deletionIsATombstoneThatKeepsItsVersion",
            "deletionOfAnUnseenResourceIsKept",
            "headsOfManyAreOneLookUp",
            "lateOlderUpdateNeverBringsADeletedResourceBack",
            "openingAgainChangesNothing",
            "scanHandsOverEachResourceOnceAtItsCurrentVersion",
            "scannedHashIsTheProjectionsHash",
            "tombstoneHoldsNoBody",
            "tombstoneIsReadAsATombstone",
            "viewEqualsTheFoldOfTheStream"),
        of(
            "keepsTheBodyOfTheDeleted",
            false,
            BrokenWriting.keepsTheBodyOfTheDeleted(),
            "tombstoneHoldsNoBody",
            "tombstoneIsReadAsATombstone",
            "viewEqualsTheFoldOfTheStream"),
        of(
            "refusesNeighbours",
            true,
            BrokenWriting.refusesNeighbours(),
            "refusedEventRefusesNoneOfItsNeighbours"),
        of(
            "swallowsErrors",
            true,
            BrokenWriting.swallowsErrors(),
            "refusedEventRefusesNoneOfItsNeighbours"),
        of(
            "refusesWhatItHoldsAlready",
            true,
            BrokenWriting.refusesWhatItHoldsAlready(),
            "historyKeepsVersionsThatComeLate",
            "lateOlderUpdateNeverBringsADeletedResourceBack",
            "sameEventTwiceInABatchIsOne",
            "versionsAreComparedExactly",
            "viewEqualsTheFoldOfTheStream",
            "writingTwiceLeavesWhatOnceLeaves"),
        of(
            "leavesStaleEventsOut",
            false,
            BrokenWriting.leavesStaleEventsOutOfItsResult(),
            "deletionOfAnUnseenResourceIsKept",
            "lateOlderUpdateNeverBringsADeletedResourceBack",
            "olderDeletionNeverDeletesANewerVersion",
            "olderVersionNeverOverwritesNewer",
            "outcomesStandInTheBatchsOrder",
            "staleEventHindersNoNeighbour",
            "staleEventIsNotReportedAsApplied",
            "twoWritersNeverMoveAResourceBack",
            "versionsAreComparedExactly",
            "viewEqualsTheFoldOfTheStream",
            "writingTwiceLeavesWhatOnceLeaves"),
        of(
            "sortsItsResult",
            false,
            BrokenWriting.sortsItsResult(),
            "outcomesStandInTheBatchsOrder"),
        of(
            "saysAppliedOfStaleEvents",
            false,
            BrokenWriting.saysAppliedOfStaleEvents(),
            "outcomesStandInTheBatchsOrder",
            "staleEventIsNotReportedAsApplied"),
        of(
            "stopsAtAStaleEvent",
            false,
            BrokenWriting.stopsAtAStaleEvent(),
            "outcomesStandInTheBatchsOrder",
            "staleEventHindersNoNeighbour",
            "viewEqualsTheFoldOfTheStream"),
        of("roundsVersions", false, BrokenWriting.roundsVersions(), "versionsAreComparedExactly"),
        of(
            "acknowledgesBeforeDurable",
            true,
            BrokenWriting.acknowledgesBeforeItIsDurable(),
            "dropRemovesItsRevisionAlone",
            "headsOfManyAreOneLookUp",
            "historyStopsWhenToldSo",
            "oneVersionIsReadAsItWas",
            "openingAgainChangesNothing",
            "resourceComesBackAsItWasAppended",
            "scannedHashTellsAlteredContent",
            "tombstoneIsReadAsATombstone",
            "twoMayOpenAtOnce",
            "twoWritersNeverMoveAResourceBack",
            "writtenEventIsReadableWhenWriteReturns",
            "writtenEventOutlivesItsSink"),
        of(
            "opensAnewEachTime",
            true,
            BrokenOpening.opensAnewEachTime(),
            "openingAgainChangesNothing",
            "writtenEventOutlivesItsSink"),
        of(
            "refusesToOpenTwice",
            true,
            BrokenOpening.refusesToOpenTwice(),
            "contentIsInNoException",
            "contentIsNeverLogged",
            "dropRemovesItsRevisionAlone",
            "openingAgainChangesNothing",
            "twoMayOpenAtOnce",
            "twoWritersNeverMoveAResourceBack",
            "writtenEventIsReadableWhenWriteReturns",
            "writtenEventOutlivesItsSink"),
        of(
            "ignoresTheRevision",
            true,
            BrokenOpening.ignoresTheRevision(),
            "awkwardIdsAreKept",
            "contentIsInNoException",
            "contentIsInNoResult",
            "contentIsNeverLogged",
            "decimalsKeepTheirDigits",
            "dropRemovesItsRevisionAlone",
            "elementsMayBeAbsentSingleOrRepeated",
            "everyKindOfReferenceIsKept",
            "everyScriptIsKept",
            "revisionsAreKeptApart"),
        of(
            "dropsTrailingZeros",
            true,
            BrokenReading.dropsTrailingZeros(),
            "decimalsKeepTheirDigits"),
        of(
            "forgetsTheSource",
            true,
            BrokenReading.forgetsTheSource(),
            "awkwardIdsAreKept",
            "decimalsKeepTheirDigits",
            "elementsMayBeAbsentSingleOrRepeated",
            "everyKindOfReferenceIsKept",
            "everyScriptIsKept",
            "headsOfManyAreOneLookUp",
            "resourceComesBackAsItWasAppended",
            "tombstoneIsReadAsATombstone",
            "viewEqualsTheFoldOfTheStream"),
        of(
            "showsTheDeletedInCharts",
            true,
            BrokenReading.showsTheDeletedInCharts(),
            "chartShowsCurrentVersionsOnly",
            "viewEqualsTheFoldOfTheStream"),
        of(
            "takesPrefixesForKeys",
            true,
            BrokenReading.takesPrefixesForKeys(),
            "chartHoldsNothingOfItsNeighbours"),
        of(
            "doesNotListenToItsVisitor",
            true,
            BrokenReading.doesNotListenToItsVisitor(),
            "chartStopsWhenToldSo"),
        of(
            "listsTheOldestFirst",
            true,
            BrokenReading.listsTheOldestFirst(),
            "historyKeepsSeveralVersionsOfOneBatch",
            "historyKeepsVersionsThatComeLate",
            "historyListsEveryVersionTheNewestFirst",
            "viewEqualsTheFoldOfTheStream"),
        of(
            "showsTombstonesInQueries",
            true,
            BrokenReading.showsTombstonesInNativeQueries(),
            "nativeQueryHidesTombstones"),
        of(
            "answersWithoutBounds",
            true,
            BrokenReading.answersWithoutBounds(),
            "nativeQueryStopsAtMaxBytes",
            "nativeQueryStopsAtMaxRows"),
        of(
            "hidesThatRowsAreMissing",
            true,
            BrokenReading.hidesThatRowsAreMissing(),
            "nativeQueryStopsAtMaxBytes",
            "nativeQueryStopsAtMaxRows"),
        of(
            "answersAnything",
            true,
            BrokenReading.answersAnything(),
            "malformedNativeQueryIsRefused",
            "nativeQueryOnlyReads"),
        of(
            "roundsNumbersInQueries",
            true,
            BrokenReading.roundsNumbersInNativeQueries(),
            "nativeQueryKeepsDigits"),
        of(
            "countsTombstones",
            true,
            BrokenKeeping.countsTombstones(),
            "countIsOfLiveResourcesOnly",
            "viewEqualsTheFoldOfTheStream"),
        of(
            "countsWhatItSawBefore",
            true,
            BrokenKeeping.countsWhatItSawBefore(),
            "countIsOfLiveResourcesOnly",
            "countSeesWritesAtOnce",
            "revisionsAreKeptApart",
            "viewEqualsTheFoldOfTheStream",
            "writingTwiceLeavesWhatOnceLeaves"),
        of(
            "scansLiveResourcesOnly",
            true,
            BrokenKeeping.scansLiveResourcesOnly(),
            "scanHandsOverEachResourceOnceAtItsCurrentVersion",
            "scannedHashIsTheProjectionsHash",
            "tombstoneHoldsNoBody",
            "viewEqualsTheFoldOfTheStream"),
        of(
            "scansSomeTwice",
            true,
            BrokenKeeping.scansSomeTwice(),
            "scanHandsOverEachResourceOnceAtItsCurrentVersion"),
        of(
            "scansHashesFromMemory",
            true,
            BrokenKeeping.scansHashesFromMemory(),
            "scannedHashTellsAlteredContent"),
        of("dropsNothing", true, BrokenKeeping.dropsNothing(), "dropRemovesItsRevisionAlone"),
        of("dropsOnlyOnce", true, BrokenKeeping.dropsOnlyOnce(), "dropRemovesItsRevisionAlone"),
        of("hashesTheVersion", true, BrokenKeeping.hashesTheVersion(), "hashLeavesTheVersionOut"),
        of(
            "hashesTheBodyAlone",
            true,
            BrokenKeeping.hashesTheBodyAlone(),
            "hashCoversKeySourceAndDeletion"),
        of(
            "claimsHistory",
            false,
            BrokenKeeping.claimsHistory(),
            "historyKeepsSeveralVersionsOfOneBatch",
            "historyKeepsVersionsThatComeLate",
            "historyListsEveryVersionTheNewestFirst",
            "historyStopsWhenToldSo",
            "oneVersionIsReadAsItWas",
            "viewEqualsTheFoldOfTheStream"),
        of(
            "offersHistoryItDoesNotKeep",
            true,
            BrokenKeeping.offersHistoryThatItDoesNotKeep(),
            "historyKeepsSeveralVersionsOfOneBatch",
            "historyReaderNeedsAViewThatKeepsHistory",
            "historyStopsWhenToldSo",
            "oneVersionIsReadAsItWas",
            "outcomesStandInTheBatchsOrder",
            "staleEventIsNotReportedAsApplied",
            "viewEqualsTheFoldOfTheStream"),
        of(
            "logsWhatItDidNotExpect",
            true,
            BrokenKeeping.logsWhatItDidNotExpect(),
            "contentIsNeverLogged"),
        of(
            "showsWhatItWroteLast",
            true,
            BrokenKeeping.showsWhatItWroteLast(),
            "contentIsInNoResult"),
        of(
            "echoesContentInARefusal",
            true,
            BrokenKeeping.echoesContentInARefusal(),
            "contentIsInNoException"),
        of(
            "echoesContentInAnException",
            true,
            BrokenKeeping.echoesContentInAnException(),
            "contentIsInNoException"),
        of(
            "makesReadersAnew",
            true,
            BrokenKeeping.makesReadersAnew(),
            "readersAreTheSameAtEveryCall"));
  }

  @ParameterizedTest
  @MethodSource("sinks")
  void brokenSinkFailsTheRulesThatItBreaksAndNoOthers(Broken sink) {
    try (Kit kit = new Kit(MemoryFixture.altered(sink.keepsHistory(), sink.alteration()), 7)) {
      Report report = kit.run(rule -> !COSTLY.contains(rule.name()));
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
  void sinkThatNeverReturnsIsGivenUp() {
    MemoryFixture fixture = MemoryFixture.altered(true, BrokenWriting.neverReturns());
    Kit kit = new Kit(new Impatient(fixture), 7);
    Report report = kit.run(rule -> rule.name().equals("everyEventOfABatchIsWritten"));
    assertThat(report.findings().get(0).why()).contains("still not back");
  }

  @Test
  void rightSinkKeepsEveryRule() {
    try (Kit kit = new Kit(MemoryFixture.altered(true, BrokenKeeping::unaltered), 8)) {
      Report report = kit.run();
      assertThat(report.broken()).as(report.toString()).isEmpty();
      assertThat(report.skipped()).containsExactly("staleEventIsNotReportedAsApplied");
    }
  }

  @Test
  void rightSinkMayKeepSomeTypesOnlyAndAnswerNothingById() {
    Alteration selective =
        BrokenKeeping.keepsSomeTypesAndIsScannedOnly(List.of("Patient", "Encounter", "Condition"));
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

  private static Broken of(String name, boolean keepsHistory, Alteration sink, String... rules) {
    return new Broken(name, keepsHistory, sink, Set.of(rules));
  }
}
