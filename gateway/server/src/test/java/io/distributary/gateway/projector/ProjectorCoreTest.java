package io.distributary.gateway.projector;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.config.Bytes;
import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.log.Checkpoint;
import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.Action;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ProjectorCoreTest {
  private static final Reason AWAY = new Reason("store-away", "The store is away.");
  private static final Reason BAD = new Reason("bad-event", "The event is bad.");

  /** Draws 0, so that each wait is the longest that may be. */
  private static final RandomGenerator LONGEST = () -> 0;

  private final ProjectorCore core =
      new ProjectorCore(
          new GatewayConfig.Delivery(
              1_000,
              new Bytes(8 << 20),
              Duration.ofSeconds(60),
              new GatewayConfig.Retry(Duration.ofMillis(100), Duration.ofSeconds(1))),
          LONGEST);

  @Test
  void checkpointIsCommittedOnlyAfterWriteAndLetters() {
    // Given
    running(false);

    // When
    List<Effect> fetched = core.on(new Input.Fetched(chunk(10, write(10))));
    List<Effect> written = core.on(new Input.Written(List.of(Outcome.APPLIED)));
    List<Effect> done = core.on(new Input.DeadLettersWritten());

    // Then
    assertThat(kinds(fetched)).containsExactly(Effect.WriteToSink.class, Effect.Fetch.class);
    assertThat(kinds(written)).containsExactly(Effect.WriteDeadLetters.class);
    assertThat(kinds(done)).containsExactly(Effect.Finished.class, Effect.Commit.class);
    assertThat(commitIn(done)).isEqualTo(Map.of(0, at(11)));
  }

  @Test
  void transientFailureIsTriedAgainWithTheSameBatchAndCommitsNothing() {
    // Given
    running(false);
    List<Effect> first = core.on(new Input.Fetched(chunk(10, write(10))));

    // When
    List<Effect> failed = core.on(new Input.WriteFailed(Action.RETRY, AWAY));
    List<Effect> again = core.on(new Input.Elapsed(Effect.Timer.WRITE));

    // Then
    assertThat(kinds(failed)).containsExactly(Effect.Wait.class);
    assertThat(core.trouble()).contains(AWAY);
    assertThat(writeIn(again)).isEqualTo(writeIn(first));
  }

  @Test
  void pacedBatchBeginsOnlyAfterTheLastOneHasHadItsTime() {
    // Given
    running(false);
    core.on(new Input.Paced(10));
    core.on(new Input.Fetched(chunk(12, write(10), write(11), write(12))));
    core.on(new Input.Written(List.of(Outcome.APPLIED, Outcome.APPLIED, Outcome.APPLIED)));

    // When
    List<Effect> done = core.on(new Input.DeadLettersWritten());
    List<Effect> fetched = core.on(new Input.Fetched(chunk(13, write(13))));
    List<Effect> rested = core.on(new Input.Elapsed(Effect.Timer.REST));

    // Then
    assertThat(waitIn(done)).isEqualTo(Duration.ofMillis(300));
    assertThat(kinds(fetched)).containsExactly(Effect.Fetch.class);
    assertThat(kinds(rested)).containsExactly(Effect.WriteToSink.class);
  }

  @Test
  void projectorThatDoesNotReadOpensItsSinkAndJoinsNoGroup() {
    // Given
    core.on(new Input.Start(false));

    // When
    List<Effect> opened = core.on(new Input.Opened(false));
    List<Effect> stopped = core.on(new Input.Stop());

    // Then
    assertThat(opened).isEmpty();
    assertThat(kinds(stopped)).containsExactly(Effect.Leave.class);
  }

  @Test
  void waitsGrowAndBeginAnewAfterASuccess() {
    // Given
    running(false);
    core.on(new Input.Fetched(chunk(10, write(10))));

    // When
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      waits.add(waitIn(core.on(new Input.WriteFailed(Action.RETRY, AWAY))));
      core.on(new Input.Elapsed(Effect.Timer.WRITE));
    }
    core.on(new Input.Written(List.of(Outcome.APPLIED)));
    core.on(new Input.DeadLettersWritten());
    core.on(new Input.Fetched(chunk(11, write(11))));
    waits.add(waitIn(core.on(new Input.WriteFailed(Action.RETRY, AWAY))));

    // Then
    assertThat(waits)
        .extracting(Duration::toMillis)
        .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L, 100L);
  }

  @Test
  void onlyTheItemThatAsksForItIsTriedAgain() {
    // Given
    running(false);
    core.on(new Input.Fetched(chunk(12, write(10), write(11), write(12))));

    // When
    core.on(new Input.Written(List.of(Outcome.APPLIED, Outcome.retry(AWAY), Outcome.STALE)));
    List<Effect> again = core.on(new Input.Elapsed(Effect.Timer.WRITE));

    // Then
    assertThat(writeIn(again)).extracting(Projected::version).containsExactly(version(11));
  }

  @Test
  void refusedBatchIsCutUntilTheBadEventIsFoundAndItsNeighboursAreWritten() {
    // Given
    running(false);
    List<Effect> effects =
        core.on(
            new Input.Fetched(
                chunk(
                    17, write(10), write(11), write(12), write(13), write(14), write(15), write(16),
                    write(17))));
    List<Version> applied = new ArrayList<>();
    WriteBatch batch = null;

    // When: the store rejects whatever holds event 13
    while (batch == null) {
      Optional<List<Projected<?>>> piece = maybeWriteIn(effects);
      if (piece.isEmpty()) {
        batch = ((Effect.WriteDeadLetters) effects.get(0)).batch();
      } else if (piece.get().stream().anyMatch(event -> event.version().equals(version(13)))) {
        effects = core.on(new Input.WriteFailed(Action.REJECT, BAD));
      } else {
        piece.get().forEach(event -> applied.add(event.version()));
        effects =
            core.on(new Input.Written(piece.get().stream().map(event -> Outcome.APPLIED).toList()));
      }
    }

    // Then
    assertThat(batch.rejected()).extracting(Work.Reject::version).containsExactly(version(13));
    assertThat(batch.rejected()).extracting(Work.Reject::reason).containsExactly(BAD);
    assertThat(applied)
        .containsExactlyInAnyOrder(
            version(10),
            version(11),
            version(12),
            version(14),
            version(15),
            version(16),
            version(17));
  }

  @Test
  void olderEventOfAResourceIsWrittenWhenItsNewestIsRefused() {
    // Given
    running(false);
    core.on(new Input.Fetched(chunk(12, write(10, "same"), write(11, "same"), write(12, "same"))));

    // When
    List<Effect> first = core.on(new Input.Written(List.of(Outcome.reject(BAD))));
    List<Effect> second = core.on(new Input.WriteFailed(Action.REJECT, BAD));
    List<Effect> third = core.on(new Input.Written(List.of(Outcome.APPLIED)));

    // Then
    assertThat(writeIn(first)).extracting(Projected::version).containsExactly(version(11));
    assertThat(writeIn(second)).extracting(Projected::version).containsExactly(version(10));
    WriteBatch batch = ((Effect.WriteDeadLetters) third.get(0)).batch();
    assertThat(batch.rejected())
        .extracting(Work.Reject::version)
        .containsExactly(version(12), version(11));
    assertThat(batch.holdsNewer(new ResourceId("Patient", "same"), version(11))).isFalse();
  }

  @Test
  void whatCameTwiceBecauseItsPartitionCameBackIsWrittenInBatchesOfItsOwn() {
    // Given
    running(true);
    core.on(new Input.Fetched(chunk(10, write(10, "same"))));
    core.on(new Input.Fetched(chunk(12, write(11, "same"), write(12, "same"))));
    core.on(
        new Input.Fetched(
            new Chunk(
                List.of(write(11, "same")),
                Map.of(0, new Checkpoint(12, Optional.empty(), 2)),
                100)));

    // When
    core.on(new Input.Written(List.of(Outcome.APPLIED)));
    List<Effect> next = core.on(new Input.DeadLettersWritten());

    // Then
    assertThat(writeIn(next))
        .extracting(Projected::version)
        .containsExactly(version(11), version(12));
  }

  @Test
  void troubleWithTheLogIsSaidAlthoughTheStoreIsWell() {
    // Given
    running(false);
    core.on(new Input.Fetched(chunk(10, write(10))));

    // When
    core.on(new Input.FetchFailed(AWAY));
    core.on(new Input.Written(List.of(Outcome.APPLIED)));
    core.on(new Input.DeadLettersWritten());

    // Then
    assertThat(core.trouble()).contains(AWAY);
  }

  @Test
  void checkpointThatCannotBeCommittedIsSaidUntilItIs() {
    // Given
    running(false);
    core.on(new Input.Fetched(chunk(10, write(10))));
    core.on(new Input.Written(List.of(Outcome.APPLIED)));
    core.on(new Input.DeadLettersWritten());

    // When
    core.on(new Input.CommitFailed());
    Optional<Reason> failed = core.trouble();
    core.on(new Input.Elapsed(Effect.Timer.COMMIT));
    core.on(new Input.Committed(Map.of(0, at(11))));

    // Then
    assertThat(failed.map(Reason::code)).contains("checkpoint-uncommitted");
    assertThat(core.trouble()).isEmpty();
  }

  @Test
  void nothingIsCommittedWhileDeadLettersCannotBeWritten() {
    // Given
    running(false);
    core.on(new Input.Fetched(chunk(10, new Work.Reject(version(10), Optional.empty(), BAD))));

    // When
    List<Effect> failed = core.on(new Input.DeadLettersFailed(AWAY));
    List<Effect> again = core.on(new Input.Elapsed(Effect.Timer.LETTERS));
    List<Effect> done = core.on(new Input.DeadLettersWritten());

    // Then
    assertThat(kinds(failed)).containsExactly(Effect.Wait.class);
    assertThat(kinds(again)).containsExactly(Effect.WriteDeadLetters.class);
    assertThat(commitIn(done)).isEqualTo(Map.of(0, at(11)));
  }

  @Test
  void olderEventsOfAResourceInABatchAreLeftOutUnlessHistoryIsKept() {
    // Given
    Chunk twice = chunk(11, write(10, "same"), write(11, "same"));

    // When
    running(false);
    List<Effect> newestOnly = core.on(new Input.Fetched(twice));
    ProjectorCore keeping =
        new ProjectorCore(
            new GatewayConfig.Delivery(
                10,
                new Bytes(8 << 20),
                Duration.ofSeconds(1),
                new GatewayConfig.Retry(Duration.ofMillis(1), Duration.ofMillis(1))),
            LONGEST);
    keeping.on(new Input.Start(true));
    keeping.on(new Input.Opened(true));
    keeping.on(new Input.Joined());
    List<Effect> all = keeping.on(new Input.Fetched(twice));

    // Then
    assertThat(writeIn(newestOnly)).extracting(Projected::version).containsExactly(version(11));
    assertThat(writeIn(all))
        .extracting(Projected::version)
        .containsExactly(version(10), version(11));
  }

  @Test
  void pollingGoesOnPausedWhileTooMuchIsInMemory() {
    // Given
    running(false);

    // When
    List<Effect> light = core.on(new Input.Fetched(chunk(10, write(10))));
    List<Effect> heavy =
        core.on(new Input.Fetched(new Chunk(List.of(write(11)), Map.of(0, at(12)), 9 << 20)));
    core.on(new Input.Written(List.of(Outcome.APPLIED)));
    core.on(new Input.DeadLettersWritten());
    core.on(new Input.Written(List.of(Outcome.APPLIED)));
    core.on(new Input.DeadLettersWritten());
    List<Effect> drained = core.on(new Input.Fetched(new Chunk(List.of(), Map.of(), 0)));

    // Then
    assertThat(fetchIn(light).paused()).isFalse();
    assertThat(fetchIn(heavy).paused()).isTrue();
    assertThat(fetchIn(drained).paused()).isFalse();
  }

  @Test
  void stopEndsTheBatchUnderWayCommitsAndLeaves() {
    // Given
    running(false);
    core.on(new Input.Fetched(chunk(10, write(10))));

    // When
    List<Effect> stopped = core.on(new Input.Stop());
    core.on(new Input.Written(List.of(Outcome.APPLIED)));
    List<Effect> done = core.on(new Input.DeadLettersWritten());
    List<Effect> committed = core.on(new Input.Committed(Map.of(0, at(11))));

    // Then
    assertThat(stopped).isEmpty();
    assertThat(commitIn(done)).isEqualTo(Map.of(0, at(11)));
    assertThat(kinds(committed)).containsExactly(Effect.Leave.class);
    assertThat(core.phase()).isEqualTo(Phase.STOPPED);
  }

  @Test
  void stopWhileAStoreIsAwayLeavesAtOnceAndCommitsNothing() {
    // Given
    running(false);
    core.on(new Input.Fetched(chunk(10, write(10))));
    core.on(new Input.WriteFailed(Action.RETRY, AWAY));

    // When
    List<Effect> stopped = core.on(new Input.Stop());

    // Then
    assertThat(kinds(stopped)).containsExactly(Effect.Leave.class);
  }

  @Test
  void haltLeavesTheGroupAndSaysWhy() {
    // Given
    running(false);
    core.on(new Input.Fetched(chunk(10, write(10))));

    // When
    List<Effect> halted = core.on(new Input.WriteFailed(Action.STOP, BAD));

    // Then
    assertThat(kinds(halted)).containsExactly(Effect.Leave.class);
    assertThat(core.phase()).isEqualTo(Phase.FAILED);
    assertThat(core.trouble()).contains(BAD);
    assertThat(core.on(new Input.Elapsed(Effect.Timer.WRITE))).isEmpty();
  }

  @Test
  void sinkThatAnswersTooFewOutcomesIsStopped() {
    // Given
    running(false);
    core.on(new Input.Fetched(chunk(11, write(10), write(11))));

    // When
    core.on(new Input.Written(List.of(Outcome.APPLIED)));

    // Then
    assertThat(core.phase()).isEqualTo(Phase.FAILED);
    assertThat(core.trouble().map(Reason::code)).contains("plugin-outcomes");
  }

  @Test
  void checkpointCompletedDuringACommitIsCommittedNext() {
    // Given
    running(false);
    core.on(new Input.Fetched(chunk(10, write(10))));
    core.on(new Input.Written(List.of(Outcome.APPLIED)));
    core.on(new Input.DeadLettersWritten());
    core.on(new Input.Fetched(chunk(11, write(11))));
    core.on(new Input.Written(List.of(Outcome.APPLIED)));

    // When
    List<Effect> duringCommit = core.on(new Input.DeadLettersWritten());
    List<Effect> afterIt = core.on(new Input.Committed(Map.of(0, at(11))));

    // Then
    assertThat(kinds(duringCommit)).containsExactly(Effect.Finished.class);
    assertThat(commitIn(afterIt)).isEqualTo(Map.of(0, at(12)));
  }

  @Test
  void failedCommitIsTriedAgain() {
    // Given
    running(false);
    core.on(new Input.Fetched(chunk(10, write(10))));
    core.on(new Input.Written(List.of(Outcome.APPLIED)));
    core.on(new Input.DeadLettersWritten());

    // When
    List<Effect> failed = core.on(new Input.CommitFailed());
    List<Effect> again = core.on(new Input.Elapsed(Effect.Timer.COMMIT));

    // Then
    assertThat(kinds(failed)).containsExactly(Effect.Wait.class);
    assertThat(commitIn(again)).isEqualTo(Map.of(0, at(11)));
  }

  @Test
  void storeThatIsAwayAtTheStartIsOpenedLater() {
    // Given
    core.on(new Input.Start(true));

    // When
    List<Effect> failed = core.on(new Input.Failed(Action.RETRY, AWAY));
    List<Effect> again = core.on(new Input.Elapsed(Effect.Timer.OPEN));
    List<Effect> opened = core.on(new Input.Opened(false));

    // Then
    assertThat(kinds(failed)).containsExactly(Effect.Wait.class);
    assertThat(kinds(again)).containsExactly(Effect.Open.class);
    assertThat(kinds(opened)).containsExactly(Effect.Join.class);
  }

  private void running(boolean history) {
    core.on(new Input.Start(true));
    core.on(new Input.Opened(history));
    core.on(new Input.Joined());
  }

  private static Chunk chunk(long lastOffset, Work... work) {
    return new Chunk(Arrays.asList(work), Map.of(0, at(lastOffset + 1)), 100);
  }

  private static Work.Apply write(long offset) {
    return write(offset, "p" + offset);
  }

  private static Work.Apply write(long offset, String id) {
    ResourceId patient = new ResourceId("Patient", id);
    Event event =
        new Event(
            Change.UPDATED,
            patient,
            version(offset),
            Instant.EPOCH,
            "urn:test",
            Resource.tombstone(patient));
    return new Work.Apply(new Projected<>(event, "projected"));
  }

  private static Version version(long offset) {
    return Version.of(0, offset, 0);
  }

  private static Checkpoint at(long offset) {
    return new Checkpoint(offset, Optional.empty(), 1);
  }

  private static List<Class<?>> kinds(List<Effect> effects) {
    return effects.stream().<Class<?>>map(Object::getClass).toList();
  }

  private static Optional<List<Projected<?>>> maybeWriteIn(List<Effect> effects) {
    return only(effects, Effect.WriteToSink.class).map(Effect.WriteToSink::batch);
  }

  private static List<Projected<?>> writeIn(List<Effect> effects) {
    return maybeWriteIn(effects).orElseThrow();
  }

  private static Map<Integer, Checkpoint> commitIn(List<Effect> effects) {
    return only(effects, Effect.Commit.class).orElseThrow().checkpoints();
  }

  private static Duration waitIn(List<Effect> effects) {
    return only(effects, Effect.Wait.class).orElseThrow().duration();
  }

  private static Effect.Fetch fetchIn(List<Effect> effects) {
    return only(effects, Effect.Fetch.class).orElseThrow();
  }

  private static <E extends Effect> Optional<E> only(List<Effect> effects, Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
