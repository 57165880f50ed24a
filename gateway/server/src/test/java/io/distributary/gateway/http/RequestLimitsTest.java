package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.query.Budget;
import io.distributary.gateway.query.Budget.BudgetKind;
import io.distributary.gateway.query.Budget.Share;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestLimitsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Budget budget = new Budget(1 << 30, new SimpleMeterRegistry());
  private final Share share = budget.open(BudgetKind.BODY, "test");
  private final RequestLimits limits =
      new RequestLimits(vertx, new Callers(budget), 1 << 20, Duration.ofSeconds(20));

  /** A request whose body has come. */
  private final RoutingContext request =
      (RoutingContext)
          Proxy.newProxyInstance(
              RequestLimitsTest.class.getClassLoader(),
              new Class<?>[] {RoutingContext.class},
              (self, method, words) -> method.getName().equals("get") ? share : null);

  @AfterEach
  void stop() {
    MemoryHub.await(vertx.close());
  }

  @Test
  void largeBodiesAreReadByTwoThreads() {
    // Given
    byte[] large = ",".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    Set<String> threads = ConcurrentHashMap.newKeySet();

    // When
    MemoryHub.await(
        Future.all(
            IntStream.range(0, 50)
                .mapToObj(i -> limits.read(request, large, () -> threads.add(thread())))
                .toList()));

    // Then
    assertThat(threads).hasSize(2).doesNotContain(thread());
    assertThat(budget.held()).isZero();
  }

  private static String thread() {
    return Thread.currentThread().getName();
  }
}
