package io.distributary.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadProbeTest {
  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private volatile boolean hangs;
  private volatile boolean open = true;
  private final ReadProbe probe =
      new ReadProbe(
          "document",
          () -> open ? Optional.of(new Store()) : Optional.empty(),
          new Host(vertx, null, meters, Clock.systemUTC(), new Random()),
          Duration.ofMillis(100));

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void tickUntil(boolean unanswered) {
    Awaitility.await()
        .until(
            () -> {
              probe.tick();
              return probe.unansweredSince().isPresent() == unanswered;
            });
  }

  private double gauge() {
    return meters.get("distributary.view.reads.answered").tag("view", "document").gauge().value();
  }

  @Test
  void aStoreThatHangsIsSeenAndSoIsItsReturn() {
    // Given
    hangs = true;
    // When
    tickUntil(true);
    // Then
    assertThat(gauge()).isZero();
    hangs = false;
    tickUntil(false);
    assertThat(gauge()).isOne();
  }

  @Test
  void ofAStoreThatIsNotOpenNothingIsKnown() {
    // Given
    open = false;
    // When
    probe.tick();
    // Then
    assertThat(probe.unansweredSince()).isEmpty();
    assertThat(gauge()).isNaN();
  }

  private final class Store implements Maintenance {
    @Override
    public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
        throws SinkException {
      try {
        new CountDownLatch(hangs ? 1 : 0).await();
        return Map.of();
      } catch (InterruptedException e) {
        throw new Failure(Action.RETRY, new Reason("interrupted", "Interrupted.")).exception(e);
      }
    }

    @Override
    public long count(ReadContext context) {
      return 0;
    }

    @Override
    public void scan(ReadContext context, Visitor<ViewEntry> visitor) {}

    @Override
    public void drop() {}
  }
}
