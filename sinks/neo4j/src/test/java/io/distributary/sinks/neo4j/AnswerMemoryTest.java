package io.distributary.sinks.neo4j;

import static io.distributary.sinks.neo4j.AnswerMemory.MAX_ROW;
import static io.distributary.sinks.neo4j.AnswerMemory.OWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.sink.ReadContext;
import io.distributary.sink.Reservation;
import io.distributary.sink.tck.CountedMemory;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AnswerMemoryTest {
  private static final long MIB = 1 << 20;

  @Test
  void aSmallAnswerTakesNothing() {
    // Given
    CountedMemory budget = new CountedMemory(0);
    AnswerMemory memory = new AnswerMemory(budget, MAX_ROW);

    // When
    memory.end(true, OWN / 2);

    // Then
    assertThat(memory.covers(OWN / 2)).isTrue();
  }

  @Test
  void whatIsOnItsWayIsTakenAndWhatIsReadIsGivenBack() {
    // Given
    CountedMemory budget = new CountedMemory(10 * MIB);
    AnswerMemory memory = new AnswerMemory(budget, MAX_ROW);

    // When
    memory.end(true, 3 * MIB);
    memory.end(true, 2 * MIB);
    boolean covered = memory.covers(MIB);
    long before = budget.held();
    memory.rowRead();
    long between = budget.held();
    memory.covers(0);
    memory.rowRead();

    // Then
    assertThat(covered).isTrue();
    assertThat(before).isEqualTo(6 * MIB - OWN);
    assertThat(between).isEqualTo(3 * MIB - OWN);
    assertThat(budget.held()).isZero();
  }

  @Test
  void aBudgetThatHasNoMoreCutsTheAnswerOff() {
    // Given
    AnswerMemory memory = new AnswerMemory(new CountedMemory(MIB), MAX_ROW);
    memory.end(true, MIB);
    boolean first = memory.covers(0);

    // When
    boolean second = memory.covers(MIB);

    // Then
    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(memory.cut()).contains(AnswerMemory.Cut.BUDGET);
    assertThat(memory.covers(0)).as("whether anything is passed on after that").isFalse();
  }

  @Test
  void oneRowThatIsTooLargeIsCutOffWhateverMemoryThereIs() {
    // Given
    AnswerMemory memory = new AnswerMemory(Reservation.unbounded(), MAX_ROW);

    // When
    boolean largest = memory.covers(MAX_ROW);
    boolean larger = memory.covers(MAX_ROW + 1);

    // Then
    assertThat(largest).isTrue();
    assertThat(larger).isFalse();
    assertThat(memory.cut()).contains(AnswerMemory.Cut.ROW);
  }

  @Test
  void aRowIsAsLargeAsOneCallerCanHoldBesideItsJson() {
    assertThat(largest(50 * MIB, 16 * MIB)).isEqualTo(34 * MIB);
    assertThat(largest(20 * MIB, 16 * MIB)).isEqualTo(10 * MIB);
    assertThat(largest(Long.MAX_VALUE, 16 * MIB)).isEqualTo(MAX_ROW);
  }

  private static long largest(long most, long maxBytes) {
    return AnswerMemory.of(
            ReadContext.of("test", Instant.MAX, Clock.systemUTC())
                .capped(1, maxBytes)
                .within(new CountedMemory(most, most)))
        .largest();
  }

  @Test
  void valuesThatLieTooDeepInOneAnotherAreCutOff() {
    // Given
    AnswerMemory memory = new AnswerMemory(Reservation.unbounded(), MAX_ROW);

    // When
    memory.tooDeep();

    // Then
    assertThat(memory.covers(0)).isFalse();
    assertThat(memory.cut()).contains(AnswerMemory.Cut.DEPTH);
  }

  @Test
  void manyRowsThatAreTooLargeTogetherAreNoRowThatIsTooLarge() {
    // Given
    AnswerMemory memory = new AnswerMemory(Reservation.unbounded(), MAX_ROW);

    // When
    for (int i = 0; i < 4; i++) {
      memory.end(true, MAX_ROW / 2);
    }

    // Then
    assertThat(memory.covers(0)).isTrue();
  }

  @Test
  void aRowThatEndsAtOnceIsLookedAtToo() {
    // Given
    AnswerMemory memory = new AnswerMemory(Reservation.unbounded(), MAX_ROW);

    // When
    memory.end(true, MAX_ROW + 1);

    // Then
    assertThat(memory.covers(0)).isFalse();
  }

  @Test
  void whatTheDriverDropsIsNotHeld() {
    // Given
    CountedMemory budget = new CountedMemory(4 * MIB);
    AnswerMemory memory = new AnswerMemory(budget, MAX_ROW);
    memory.end(true, 4 * MIB);
    memory.covers(0);

    // When
    memory.dropRest();
    memory.end(true, 4 * MIB);

    // Then
    assertThat(budget.held()).isZero();
    assertThat(memory.covers(MIB)).isTrue();
  }

  @Test
  void nothingIsHeldAfterTheQuery() {
    // Given
    CountedMemory budget = new CountedMemory(8 * MIB);
    AnswerMemory memory = new AnswerMemory(budget, MAX_ROW);
    memory.end(false, 2 * MIB);
    memory.end(true, 2 * MIB);
    memory.covers(MIB);

    // When
    memory.release();

    // Then
    assertThat(budget.held()).isZero();
    assertThat(memory.covers(0)).as("whether what comes late is passed on").isFalse();
  }
}
