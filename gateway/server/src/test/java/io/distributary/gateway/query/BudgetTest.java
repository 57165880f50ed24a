package io.distributary.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.query.Budget.BudgetKind;
import io.distributary.gateway.query.Budget.Share;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private static final long TOTAL = 1_000;
  private static final long GENERAL = 900;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Budget budget = new Budget(TOTAL, meters);

  /** As much as there is, byte by byte. */
  private static long takeAll(Share share) {
    long taken = 0;
    while (share.growNow(1)) {
      taken++;
    }
    return taken;
  }

  @Test
  void oneCallerAloneHasHalfOfWhatIsNotKept() {
    assertThat(takeAll(budget.open(BudgetKind.QUERY, "a"))).isEqualTo(GENERAL / 2);
  }

  @Test
  void largeStepsGoNoFurtherThanSmallOnes() {
    // Given
    Share share = budget.open(BudgetKind.BODY, "a");
    // When, Then
    assertThat(share.growNow(GENERAL / 3)).isTrue();
    assertThat(share.growNow(GENERAL / 3)).isFalse();
  }

  @Test
  void whoComesLaterFindsSomething() {
    // Given
    takeAll(budget.open(BudgetKind.QUERY, "a"));
    // When
    long another = takeAll(budget.open(BudgetKind.QUERY, "b"));
    long otherKind = takeAll(budget.open(BudgetKind.CHART, "a"));
    // Then
    assertThat(another).isGreaterThan(GENERAL / 10);
    assertThat(otherKind).isGreaterThan(GENERAL / 10);
  }

  @Test
  void callersOfAKindShareEvenly() {
    // Given
    Share a = budget.open(BudgetKind.QUERY, "a");
    Share b = budget.open(BudgetKind.QUERY, "b");
    long[] taken = new long[2];
    // When
    for (boolean more = true; more; ) {
      boolean first = a.growNow(1);
      boolean second = b.growNow(1);
      taken[0] += first ? 1 : 0;
      taken[1] += second ? 1 : 0;
      more = first || second;
    }
    // Then
    assertThat(Math.abs(taken[0] - taken[1])).isLessThanOrEqualTo(1);
    assertThat(taken[0] + taken[1]).isGreaterThan(GENERAL / 2);
  }

  @Test
  void aTenthIsKeptForSingleReadsWhateverOthersHold() {
    // Given
    for (BudgetKind kind : BudgetKind.values()) {
      if (kind != BudgetKind.SINGLE) {
        for (int caller = 0; caller < 20; caller++) {
          takeAll(budget.open(kind, "caller-" + caller));
        }
      }
    }
    // When
    long single = takeAll(budget.open(BudgetKind.SINGLE, "somebody"));
    // Then
    assertThat(single).isGreaterThanOrEqualTo(TOTAL / 10);
  }

  @Test
  void allTogetherNeverHoldMoreThanThereIs() {
    for (BudgetKind kind : BudgetKind.values()) {
      for (int caller = 0; caller < 50; caller++) {
        takeAll(budget.open(kind, "caller-" + caller));
      }
    }
    assertThat(budget.held()).isLessThanOrEqualTo(TOTAL);
  }

  @Test
  void whatOneCanEverHoldIsThereWhenNobodyElseHoldsAnything() {
    // Given
    Share share = budget.open(BudgetKind.QUERY, "a");
    // Then
    assertThat(share.most()).isBetween(GENERAL / 3L, GENERAL / 2L);
    assertThat(share.growNow(share.most())).isTrue();
  }

  @Test
  void whatARequestHeldIsGivenBackWhenItEndsAndItCanTakeNoMore() {
    // Given
    Share share = budget.open(BudgetKind.BODY, "a");
    takeAll(share);
    // When
    share.end();
    // Then
    assertThat(budget.held()).isZero();
    assertThat(share.growNow(1)).isFalse();
  }

  @Test
  void aReaderThatWasGivenUpHoldsWhatItTookUntilItHasEnded() {
    // Given
    Share share = budget.open(BudgetKind.QUERY, "a");
    share.enter();
    share.growNow(100);
    // When
    share.end();
    // Then
    assertThat(budget.held()).isEqualTo(100);
    share.exit();
    assertThat(budget.held()).isZero();
  }

  @Test
  void aReaderWaitsForOthersToGiveBack() {
    // Given
    Share first = budget.open(BudgetKind.QUERY, "a");
    takeAll(first);
    Share second = budget.open(BudgetKind.QUERY, "a");
    CompletableFuture<Boolean> granted = CompletableFuture.supplyAsync(() -> second.grow(100));
    Awaitility.await().until(budget::isWaitedFor);
    // When
    first.shrink(200);
    // Then
    assertThat(granted).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
  }

  @Test
  void metricsSayWhatIsHeldAndWhatWasRefused() {
    // Given
    takeAll(budget.open(BudgetKind.CHART, "a"));
    // Then
    assertThat(meters.get("distributary.budget.held.bytes").tag("kind", "chart").gauge().value())
        .isEqualTo(GENERAL / 2);
    assertThat(meters.get("distributary.budget.refused").tag("kind", "chart").counter().count())
        .isEqualTo(1);
    assertThat(meters.get("distributary.budget.bytes").gauge().value()).isEqualTo(TOTAL);
  }
}
