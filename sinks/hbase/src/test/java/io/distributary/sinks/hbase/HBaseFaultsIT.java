package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.TestEvents.updated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.servers.Ports;
import io.distributary.servers.testing.HbaseAddress;
import io.distributary.servers.testing.PrivateServer;
import io.distributary.sink.Action;
import io.distributary.sink.Cursor;
import io.distributary.sink.Outcome;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HBaseFaultsIT {
  private static final int RESOURCES = 2_000;
  private static final String KEY = "Patient/k";

  @Test
  @Timeout(45)
  void aClosedPortAsksForRetrySoon() {
    // Given
    int closed = Ports.pick(List.of("port"), "nobody listens here").get("port");

    // When
    SinkException e =
        catchThrowableOfType(
            SinkException.class,
            () -> new TestView(TestView.config("127.0.0.1", closed, "nowhere", 1)).close());

    // Then
    assertThat(e.action()).isEqualTo(Action.RETRY);
    assertThat(e.failure()).isEqualTo(HBaseErrors.UNREACHABLE);
  }

  @Test
  void aKillLosesNothingAcknowledgedAndAChartThatIsBeingReadGoesOn() throws Exception {
    try (PrivateServer<HbaseAddress> server = PrivateServer.hbase();
        TestView view =
            new TestView(
                TestView.config(server.address().host(), server.address().port(), "killed", 1))) {
      // Given
      Event[] events = IntStream.range(0, RESOURCES).mapToObj(this::large).toArray(Event[]::new);
      assertThat(view.write(events).outcomes()).containsOnly(Outcome.APPLIED);

      // When
      List<ResourceId> read = new ArrayList<>();
      view.sink()
          .readers()
          .chart()
          .orElseThrow()
          .chart(
              ResourceId.parse(KEY),
              Cursor.START,
              unhurried(),
              resource -> {
                read.add(resource.head().id());
                if (read.size() == 100) {
                  killAndRestart(server);
                }
                return true;
              });

      // Then
      assertThat(read).hasSize(RESOURCES).doesNotHaveDuplicates();
      assertThat(view.count()).isEqualTo(RESOURCES);
      assertThat(view.history("Observation/k0007")).containsExactly("Observation/k0007@7");
    }
  }

  private Event large(int i) {
    return updated(
        KEY,
        i,
        "{\"resourceType\":\"Observation\",\"id\":\"k%04d\",\"note\":[{\"text\":\"%s\"}]}"
            .formatted(i, "x".repeat(3_000)));
  }

  private static ReadContext unhurried() {
    return ReadContext.of(
            "test", Clock.systemUTC().instant().plus(Duration.ofMinutes(3)), Clock.systemUTC())
        .capped(10_000, 1 << 20);
  }

  private static void killAndRestart(PrivateServer<HbaseAddress> server) {
    try {
      server.kill();
      server.restart();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
