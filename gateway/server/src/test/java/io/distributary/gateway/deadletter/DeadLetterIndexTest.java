package io.distributary.gateway.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.distributary.gateway.deadletter.DeadLetter.Discarded;
import io.distributary.gateway.log.StreamException;
import io.distributary.schemas.Defect;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterIndexTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
  private static final ResourceId ANN = ResourceId.parse("Patient/ann");
  private static final ResourceId ANNA = ResourceId.parse("Patient/anna");
  private static final DeadLetterSelection ALL = DeadLetterSelection.ALL;

  private final DeadLetterIndex index = DeadLetterIndex.create();

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void listIsOldestFirstAndSaysHowManyThereAre() {
    // Given
    put(letter("graph", 30, ANN, 2));
    put(letter("document", 10, ANN, 3));
    put(letter("document", 9, ANNA, 1));

    // When
    DeadLetterPage page = index.list(ALL, 2);

    // Then
    assertThat(ids(page)).containsExactly("document.r1.3.9", "graph.r1.3.30");
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.isTruncated()).isTrue();
    assertThat(index.list(ALL, 3).isTruncated()).isFalse();
  }

  @Test
  void selectionIsByViewRevisionAndResource() {
    // Given
    put(letter("document", 9, ANN, 1));
    put(letter("document", 10, ANNA, 2));
    put(letter("graph", 9, ANN, 3));
    put(
        DeadLetter.of(
            new RevisionId("document", 2),
            version(9),
            Optional.of(ANN),
            Defect.DATE_INVALID.reason(),
            NOW));

    // Then
    assertThat(ids(index.list(ALL.ofView("document"), 9)))
        .containsExactly("document.r2.3.9", "document.r1.3.9", "document.r1.3.10");
    assertThat(ids(index.list(ALL.ofRevision(RevisionId.first("document")), 9)))
        .containsExactly("document.r1.3.9", "document.r1.3.10");
    assertThat(ids(index.list(ALL.about(ANN).ofView("graph"), 9))).containsExactly("graph.r1.3.9");
    assertThat(index.list(ALL.about(ANN), 2).total()).isEqualTo(3);
    assertThat(index.count(ALL.about(ANN))).isEqualTo(3);
    assertThat(index.count(RevisionId.first("document"))).isEqualTo(2);
    assertThat(index.count(new RevisionId("document", 3))).isZero();
  }

  @Test
  void discardedLettersAreHiddenUnlessAskedFor() {
    // Given
    DeadLetter letter = letter("document", 9, ANN, 1);
    put(letter);

    // When
    put(letter.discardedNow(new Discarded("A test record.", NOW)));

    // Then
    assertThat(index.list(ALL, 9).total()).isZero();
    assertThat(index.count(RevisionId.first("document"))).isZero();
    assertThat(index.list(ALL.withDiscarded(), 9).letters())
        .containsExactly(letter.discardedNow(new Discarded("A test record.", NOW)));
    assertThat(index.find(letter.key())).isPresent();
  }

  @Test
  void letterThatIsWrittenAgainReplacesItself() {
    // Given
    DeadLetter letter = letter("document", 9, ANN, 1);
    put(letter);

    // When
    put(letter.rejectedAgain(Defect.TOO_LARGE.reason(), NOW.plusSeconds(9)));
    put(letter.rejectedAgain(Defect.TOO_DEEP.reason(), NOW.plusSeconds(8)));

    // Then
    assertThat(index.list(ALL, 9).total()).isEqualTo(1);
    assertThat(index.list(ALL.about(ANN), 9).letters())
        .extracting(found -> found.reason().code())
        .containsExactly("too-deep");
  }

  @Test
  void letterThatIsWrittenAgainByWhomHasNotSeenItsMarksKeepsThem() {
    // Given
    DeadLetter letter = letter("document", 9, ANN, 1);
    put(letter.supersededNow());
    put(letter.discardedNow(new DeadLetter.Discarded("known", NOW)));

    // When
    put(letter.rejectedAgain(Defect.TOO_DEEP.reason(), NOW.plusSeconds(9)));

    // Then
    assertThat(index.find(letter.key()))
        .hasValueSatisfying(
            found -> {
              assertThat(found.superseded()).isTrue();
              assertThat(found.discarded()).map(DeadLetter.Discarded::reason).hasValue("known");
              assertThat(found.reason()).isEqualTo(Defect.TOO_DEEP.reason());
            });
  }

  @Test
  void letterThatIsRemovedIsNowhere() {
    // Given
    DeadLetter letter = letter("document", 9, ANN, 1).supersededNow();
    put(letter);

    // When
    index.remove(letter.key());
    index.remove(letter.key());

    // Then
    assertThat(index.find(letter.key())).isEmpty();
    assertThat(index.list(ALL.withDiscarded(), 9)).isEqualTo(new DeadLetterPage(List.of(), 0));
    assertThat(index.count(ALL.about(ANN))).isZero();
  }

  @Test
  void goingOverASelectionMeetsEachLetterOnceWhateverBecomesOfIt() {
    // Given
    IntStream.range(0, 25).forEach(i -> put(letter("document", i, ANN, i)));
    IntStream.range(0, 5).forEach(i -> put(letter("graph", i, ANN, i)));

    // When
    List<String> met =
        Stream.iterate(
                index.after(ALL, Optional.empty(), 7),
                piece -> !piece.isEmpty(),
                piece -> {
                  piece.forEach(this::settle);
                  DeadLetter last = piece.get(piece.size() - 1);
                  return index.after(ALL, Optional.of(last.key()), 7);
                })
            .flatMap(List::stream)
            .map(DeadLetter::id)
            .toList();

    // Then
    assertThat(met).hasSize(30).doesNotHaveDuplicates().startsWith("document.r1.3.0");
  }

  private void settle(DeadLetter letter) {
    switch ((int) letter.version().offset() % 4) {
      case 0 -> index.remove(letter.key());
      case 1 -> put(letter.discardedNow(new Discarded("Settled.", NOW)));
      case 2 -> put(letter.supersededNow());
      default -> put(letter.rejectedAgain(letter.reason(), NOW.plusSeconds(1_000)));
    }
  }

  @Test
  void onlyOlderLettersThatAreNotSupersededAreOvertaken() {
    // Given
    put(letter("document", 8, ANN, 1).supersededNow());
    put(letter("document", 9, ANN, 1));
    put(letter("document", 10, ANN, 1).discardedNow(new Discarded("Settled.", NOW)));
    put(letter("document", 12, ANN, 1));
    put(letter("document", 7, ANNA, 1));
    put(letter("graph", 9, ANN, 1));

    // When
    List<DeadLetter> overtaken =
        index.overtaken(RevisionId.first("document"), Map.of(ANN, version(11)), 9);

    // Then
    assertThat(overtaken)
        .extracting(DeadLetter::id)
        .containsExactlyInAnyOrder("document.r1.3.9", "document.r1.3.10");
  }

  @Test
  void aFloodOfLettersLeavesTheHeapFlat() {
    // Given
    put(letter("document", 0, ANN, 0));
    long before = usedHeap();

    // When: on the heap they would take more than 30 MB
    for (int i = 1; i < 60_000; i++) {
      put(letter("document", i, new ResourceId("Patient", "p-" + i % 20_000), i));
    }

    // Then
    assertThat(usedHeap() - before).isLessThan(12L << 20);
    assertThat(index.list(ALL, 10).total()).isEqualTo(60_000);
    assertThat(index.count(ALL.about(ResourceId.parse("Patient/p-7")))).isEqualTo(3);
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void nothingIsLeftInTheTemporaryFolderHoweverTheProcessEnds(@TempDir Path temporary)
      throws IOException {
    // When
    DeadLetterIndex open = DeadLetterIndex.create(temporary);

    // Then
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
    open.close();
  }

  @Test
  void temporaryFolderThatCannotBeUsedIsNamed(@TempDir Path temporary) {
    assertThatExceptionOfType(StreamException.class)
        .isThrownBy(() -> DeadLetterIndex.create(temporary.resolve("absent")))
        .withMessageContaining("absent")
        .withMessageContaining("-Djava.io.tmpdir");
  }

  @Test
  void indexThatIsLostSaysSo() {
    // Given
    index.close();

    // Then
    assertThatExceptionOfType(MVStoreException.class)
        .isThrownBy(() -> put(letter("document", 9, ANN, 1)));
  }

  private void put(DeadLetter letter) {
    index.put(letter);
  }

  private static List<String> ids(DeadLetterPage page) {
    return page.letters().stream().map(DeadLetter::id).toList();
  }

  private static DeadLetter letter(String view, long offset, ResourceId subject, long second) {
    return DeadLetter.of(
        RevisionId.first(view),
        version(offset),
        Optional.of(subject),
        Defect.DATE_INVALID.reason(),
        NOW.plusSeconds(second));
  }

  private static Version version(long offset) {
    return Version.of(0, offset, 3);
  }
}
