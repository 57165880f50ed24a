package io.distributary.gateway.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.sink.Action;
import io.distributary.sink.Correction;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TimeboxedSinkTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final Recording recording = new Recording();

  @Test
  void writesAndRepairsRunOnOneThreadThatIsNotTheCallers() throws Exception {
    // Given
    try (Sink<String> sink = timeboxed(recording, LONG)) {

      // When
      sink.write(List.of());
      sink.repair(List.of());
      sink.write(List.of());
    }

    // Then
    assertThat(recording.threads).hasSize(3).containsOnly(recording.threads.get(0));
    assertThat(recording.threads).doesNotContain(Thread.currentThread());
  }

  @Test
  void aRepairThatHangsIsGivenUpAndTriedAgain() {
    // Given
    try (Sink<String> sink = timeboxed(new Hanging(), SHORT)) {

      // When, Then
      assertThatThrownBy(() -> sink.repair(List.of()))
          .isInstanceOfSatisfying(
              SinkException.class,
              e -> {
                assertThat(e.action()).isEqualTo(Action.RETRY);
                assertThat(e.reason().code()).isEqualTo("repair-timeout");
              });
    }
  }

  private static Sink<String> timeboxed(Sink<String> sink, Duration timeout) {
    PluginCalls calls = new PluginCalls(TimeboxedSinkTest.class.getClassLoader());
    return new TimeboxedSink<>(sink, calls, "document", timeout);
  }

  /** Remembers by which threads it was called. */
  private static class Recording implements Sink<String> {
    final List<Thread> threads = new ArrayList<>();

    @Override
    public Projection<String> projection() {
      throw new UnsupportedOperationException();
    }

    @Override
    public WriteResult write(List<Projected<String>> batch) {
      threads.add(Thread.currentThread());
      return WriteResult.allApplied(batch.size());
    }

    @Override
    public WriteResult repair(List<Correction<String>> corrections) {
      threads.add(Thread.currentThread());
      return WriteResult.allApplied(corrections.size());
    }

    @Override
    public Readers readers() {
      return Readers.none();
    }

    @Override
    public Maintenance maintenance() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static final class Hanging extends Recording {
    @Override
    public WriteResult repair(List<Correction<String>> corrections) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return WriteResult.allApplied(corrections.size());
    }
  }
}
