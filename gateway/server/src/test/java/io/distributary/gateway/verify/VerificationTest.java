package io.distributary.gateway.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.gateway.verify.Report.Findings;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final String ANN = "Patient/ann";
  private static final String BEN = "Patient/ben";
  private static final String CID = "Patient/cid";

  private final LogInMemory log = new LogInMemory();
  private final TamperedView<?> view = TamperedView.keepingTheNewest(log);

  @Test
  void viewThatIsTheFoldOfTheLogHasNoDifference() throws Exception {
    // Given
    log.update(ANN, "en");
    log.update(BEN, "en");
    log.update(ANN, "de");
    log.delete(BEN);
    log.update(1, BEN, "Observation/o", "en");
    view.project();
    // When
    Findings found = view.verify();
    // Then
    assertThat(found.wrong()).isZero();
    assertThat(found.checked()).isEqualTo(3);
    assertThat(found.isClean()).isTrue();
  }

  @Test
  void everyKindOfDifferenceIsNamed() throws Exception {
    // Given
    Event first = log.update(ANN, "en");
    Event second = log.update(ANN, "de");
    log.update(BEN, "en");
    log.update(CID, "en");
    log.delete("Patient/deleted");
    log.update("Patient/fine", "en");
    Event high = log.update("Patient/high", "en");
    view.project();
    // When
    view.put(first);
    view.put(BEN, "altered", log.records.get(2).version());
    view.remove(CID);
    view.remove("Patient/deleted");
    view.put("Patient/added", "en", first.version());
    view.put("Patient/high", "en", Version.of(0, 4_711, 0));
    Findings found = view.verify();
    // Then
    assertThat(second.version()).isGreaterThan(first.version());
    assertThat(high.version()).isLessThan(Version.of(0, 4_711, 0));
    assertThat(found.stale().names()).containsExactly(ANN);
    assertThat(found.different().names()).containsExactly(BEN, "Patient/high");
    assertThat(found.missing().names()).containsExactly(CID, "Patient/deleted");
    assertThat(found.extra().names()).containsExactly("Patient/added");
    assertThat(found.checked()).isEqualTo(7);
    assertThat(found.isClean()).isFalse();
  }

  @Test
  void deletedResourceThatLivesInTheViewIsDifferent() throws Exception {
    // Given
    log.update(ANN, "en");
    Event deleted = log.delete(ANN);
    Event living = log.update(BEN, "en");
    view.project();
    // When
    view.put(ANN, "en", deleted.version());
    view.putTombstone(BEN, living.version());
    // Then
    assertThat(view.verify().different().names()).containsExactly(ANN, BEN);
  }

  @Test
  void versionOfSomebodyElsesEventIsDifferent() throws Exception {
    // Given
    log.update(ANN, "en");
    view.project();
    Event others = log.update(BEN, "de");
    // When
    view.put(ANN, "en", others.version());
    // Then
    assertThat(view.verify().different().names()).containsExactly(ANN);
  }

  @Test
  void viewThatStandsStillAheadOfItsCheckpointIsRight() throws Exception {
    // Given
    log.update(ANN, "en");
    view.project();
    log.update(ANN, "de");
    log.update(BEN, "de");
    // When
    view.write();
    // Then
    assertThat(view.verify().wrong()).isZero();
  }

  @Test
  void viewThatGoesOnMeanwhileIsRight() throws Exception {
    // Given
    IntStream.range(0, 50).forEach(i -> log.update("Patient/p" + i, "en"));
    view.project();
    int[] round = {0};
    Runnable live =
        () -> {
          round[0]++;
          IntStream.range(0, 60).forEach(i -> log.update("Patient/p" + i, "en-" + round[0]));
          log.delete("Patient/p7");
          view.project();
        };
    // When
    view.beforeScan = live;
    view.beforeFind = live;
    // Then
    assertThat(view.verify().wrong()).isZero();
    assertThat(round[0]).isGreaterThan(1);
  }

  @Test
  void writeThatIsHalfDoneIsWaitedFor() throws Exception {
    // Given
    log.update(ANN, "en");
    view.project();
    Event next = log.update(ANN, "de");
    view.put(ANN, "half", next.version());
    int[] looks = {0};
    // When
    view.beforeFind =
        () -> {
          if (++looks[0] == 5) {
            view.put(next);
          }
        };
    // Then
    assertThat(view.verify().wrong()).isZero();
    assertThat(looks[0]).isEqualTo(5);
  }

  @Test
  void writeThatStaysHalfDoneIsNamedInTheEnd() throws Exception {
    // Given
    log.update(ANN, "en");
    view.project();
    Event next = log.update(ANN, "de");
    // When
    view.put(ANN, "half", next.version());
    // Then
    assertThat(view.verify().different().names()).containsExactly(ANN);
  }

  @Test
  void differenceThatHealsMeanwhileIsNone() throws Exception {
    // Given
    Event right = log.update(ANN, "en");
    view.project();
    view.remove(ANN);
    int[] looks = {0};
    // When
    view.beforeFind =
        () -> {
          if (++looks[0] == 2) {
            view.write(right);
          }
        };
    // Then
    assertThat(view.verify().wrong()).isZero();
  }

  @Test
  void deadLettersCountAsPassed() throws Exception {
    // Given
    log.update(ANN, "en");
    Event rejected = log.update(ANN, "de");
    Event alone = log.update(BEN, "de");
    view.letters.add(rejected.version());
    view.letters.add(alone.version());
    // When
    view.project();
    // Then
    assertThat(view.verify().wrong()).isZero();
  }

  @Test
  void deadLetterThatIsWrittenAgainMeanwhileIsRight() throws Exception {
    // Given
    log.update(ANN, "en");
    Event rejected = log.update(ANN, "de");
    view.letters.add(rejected.version());
    view.project();
    // When
    view.beforeScan =
        () -> {
          view.write(rejected);
          view.letters.clear();
        };
    // Then
    assertThat(view.verify().wrong()).isZero();
  }

  @Test
  void deadLetterThatIsGoneWithoutBeingWrittenIsStale() throws Exception {
    // Given
    log.update(ANN, "en");
    Event rejected = log.update(ANN, "de");
    view.letters.add(rejected.version());
    view.project();
    view.remove(BEN);
    // When
    view.letters.clear();
    // Then
    assertThat(view.verify().stale().names()).containsExactly(ANN);
  }

  @Test
  void letterOfAnotherGatewayThatIsHeardOfLateIsNoDifference() throws Exception {
    // Given
    log.update(ANN, "en");
    Event rejected = log.update(ANN, "de");
    view.letters.add(rejected.version());
    view.project();
    view.letters.clear();
    // When
    view.beforeScan = () -> view.letters.add(rejected.version());
    // Then
    assertThat(view.verify().wrong()).isZero();
  }

  @Test
  void whatTheProjectionRefusesOrDoesNotKeepIsNotExpected() throws Exception {
    // Given
    view.kept = event -> !event.id().toString().equals(BEN);
    view.refusedByProjection = event -> new String(event.resource().json()).contains("odd");
    log.update(ANN, "en");
    log.update(ANN, "odd");
    log.update(BEN, "en");
    log.malformed();
    // When
    view.project();
    // Then
    assertThat(view.verify().wrong()).isZero();
  }

  @Test
  void resourceThatLivesUnderTwoKeysIsNamedAsMoved() throws Exception {
    // Given
    log.update(0, ANN, "Observation/moved", "en");
    log.update(1, BEN, "Observation/moved", "en");
    log.update(0, ANN, "Observation/right", "en");
    log.update(0, ANN, "Observation/right", "de");
    log.delete(0, ANN, "Observation/right");
    IntStream.range(0, 9).forEach(i -> log.update(1, BEN, "Observation/right", "en-" + i));
    // When
    view.project();
    // Then
    Findings found = view.verify();
    assertThat(found.moved().names()).containsExactly("Observation/moved");
    assertThat(found.isClean()).isTrue();
  }

  @Test
  void repairMendsEveryKindOfDifference() throws Exception {
    // Given
    Event first = log.update(ANN, "en");
    log.update(ANN, "de");
    Event ben = log.update(BEN, "en");
    log.update(CID, "en");
    Event deleted = log.delete("Patient/deleted");
    log.update("Patient/high", "en");
    view.project();
    view.put(first);
    view.put(BEN, "altered", ben.version());
    view.remove(CID);
    view.put("Patient/deleted", "en", deleted.version());
    view.put("Patient/added", "en", first.version());
    view.put("Patient/high", "en", Version.of(0, 4_711, 0));
    // When
    Findings found = view.repair();
    // Then
    assertThat(found.wrong()).isEqualTo(6);
    assertThat(found.repaired()).isEqualTo(6);
    assertThat(found.unrepaired().names()).isEmpty();
    assertThat(found.isClean()).isTrue();
    assertThat(view.verify().wrong()).isZero();
  }

  @Test
  void repairBringsEveryVersionBackWhereHistoryIsKept() throws Exception {
    // Given
    TamperedView<?> history = TamperedView.keepingAll(log);
    log.update(ANN, "en");
    Event rejected = log.update(ANN, "fr");
    log.update(ANN, "de");
    history.letters.add(rejected.version());
    history.project();
    history.remove(ANN);
    // When
    Findings found = history.repair();
    // Then
    assertThat(found.missing().names()).containsExactly(ANN);
    assertThat(found.isClean()).isTrue();
    assertThat(history.versions(ANN)).isEqualTo(2);
  }

  @Test
  void updateThatAVersionTooHighSwallowedIsBroughtBack() throws Exception {
    // Given
    log.update(ANN, "en");
    view.project();
    view.put(ANN, "en", Version.of(0, 4_711, 0));
    // When the update is rejected as older before the repair, and committed behind it
    int[] finds = {0};
    view.beforeFind =
        () -> {
          if (++finds[0] == 3) {
            log.update(ANN, "de");
            view.write();
          }
          if (finds[0] == 8) {
            view.commit();
          }
        };
    Findings found = view.repair();
    // Then
    assertThat(found.isClean()).isTrue();
    assertThat(view.repairs).isEqualTo(2);
    assertThat(view.verify().wrong()).isZero();
  }

  @Test
  void repairGoesOverTheLogAsOftenAsItsRoomAsks() throws Exception {
    // Given
    IntStream.range(0, 40).forEach(i -> log.update("Patient/p" + i, "en"));
    view.project();
    IntStream.range(0, 40).forEach(i -> view.remove("Patient/p" + i));
    view.room = 300;
    int[] reads = {0};
    log.beforeRead = () -> reads[0]++;
    // When
    Findings found = view.repair();
    // Then
    assertThat(found.repaired()).isEqualTo(40);
    assertThat(reads[0]).isGreaterThan(10);
    assertThat(view.verify().wrong()).isZero();
  }

  @Test
  void whatCannotBeMendedIsNamed() throws Exception {
    // Given
    Event ann = log.update(ANN, "en");
    view.project();
    view.remove(ANN);
    // When
    view.afterRepair = () -> view.put(ANN, "again", ann.version());
    Findings found = view.repair();
    // Then
    assertThat(found.missing().names()).containsExactly(ANN);
    assertThat(found.unrepaired().names()).containsExactly(ANN);
    assertThat(found.repaired()).isZero();
    assertThat(found.isClean()).isFalse();
  }

  @Test
  void moreNamesThanAnAnswerHoldsAreCounted() throws Exception {
    // Given
    int many = NameList.ROOM + 5;
    IntStream.range(0, many).forEach(i -> view.put("Patient/p" + i, "en", Version.of(0, i, 0)));
    // When
    Findings found = view.verify();
    // Then
    assertThat(found.extra().count()).isEqualTo(many);
    assertThat(found.extra().names()).hasSize(NameList.ROOM);
    assertThat(found.truncated()).isTrue();
  }

  @Test
  void storeThatIsAwayForAMomentIsAskedAgain() throws Exception {
    // Given
    log.update(ANN, "en");
    view.project();
    view.remove(ANN);
    // When
    view.failures = 3;
    // Then
    assertThat(view.repair().repaired()).isEqualTo(1);
  }

  @Test
  void storeThatStaysAwayOrRefusesEndsTheVerification() {
    // When, Then
    view.failures = 100;
    assertThatThrownBy(view::verify).isInstanceOf(SinkException.class);
    view.failures = 1;
    view.failingWith = Action.STOP;
    assertThatThrownBy(view::verify).isInstanceOf(SinkException.class);
  }

  @Test
  void verificationEndsWhenItIsCancelled() {
    // Given
    List.of(ANN, BEN, CID).forEach(name -> log.update(name, "en"));
    view.project();
    // When
    view.beforeScan = view.cancellation::cancel;
    // Then
    assertThatThrownBy(view::verify).isInstanceOf(CancellationException.class);
  }
}
