package io.distributary.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.query.Budget.BudgetKind;
import io.distributary.gateway.query.Budget.Share;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  private static final Instant LATER = Instant.now().plusSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Budget budget = new Budget(64 << 20, meters);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger underWay = new AtomicInteger();
  private final Bulkhead bulkhead =
      new Bulkhead(
          "document",
          vertx,
          vertx.createSharedWorkerExecutor("bulkhead-test", Bulkhead.THREADS),
          meters.timer("test"),
          Clock.systemUTC());

  @AfterEach
  void stop() {
    released.countDown();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Caller caller(String name, BudgetKind kind) {
    return new Caller(name, budget.open(kind, name));
  }

  private Future<Integer> hang(Caller caller) {
    return bulkhead.run(
        caller,
        LATER,
        () -> {
          int number = underWay.incrementAndGet();
          await(released);
          return number;
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T value(Future<T> future) throws Exception {
    CompletableFuture<T> whole = future.toCompletionStage().toCompletableFuture();
    return whole.get(30, TimeUnit.SECONDS);
  }

  @Test
  void oneCallerLeavesWorkersToOthers() throws Exception {
    // Given
    Caller slow = caller("slow", BudgetKind.CHART);
    List<Future<Integer>> many = new ArrayList<>();
    for (int i = 0; i < 2 * Bulkhead.THREADS; i++) {
      many.add(hang(slow));
    }
    Awaitility.await().until(() -> underWay.get() == Bulkhead.OF_ONE_CALLER);
    // When
    String answer = value(bulkhead.run(caller("other", BudgetKind.CHART), LATER, () -> "answered"));
    // Then
    assertThat(answer).isEqualTo("answered");
    assertThat(underWay).hasValue(Bulkhead.OF_ONE_CALLER);
    released.countDown();
    for (Future<Integer> each : many) {
      assertThat(value(each)).isPositive();
    }
  }

  @Test
  void aSingleReadWithoutMemoryHoldsNoWorkerWhileItWaits() {
    // Given
    Share all = budget.open(BudgetKind.SINGLE, "greedy");
    while (all.growNow(1 << 20)) {
      assertThat(budget.held()).isPositive();
    }
    // When
    Future<String> read =
        bulkhead.run(caller("greedy", BudgetKind.SINGLE), LATER, () -> "never answered");
    // Then
    while (!read.isComplete()) {
      assertThat(budget.isWaitedFor()).isFalse();
    }
    assertThat(read.cause()).hasMessageContaining("hold the memory");
  }
}
