package io.distributary.gateway.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedReadersTest {
  private static final ReadContext CONTEXT = new ReadContext("test", Instant.MAX, 10, 1000);
  private static final ResourceId ID = ResourceId.parse("Patient/a");
  private static final StoredResource STORED =
      new StoredResource(
          new ResourceHead(ID, ID, Version.of(0, 1, 0), Instant.EPOCH, "test", false), new byte[0]);

  private final GuardedReaders guarded =
      new GuardedReaders(PluginGuard.ofFolder("test", GuardedReadersTest.class.getClassLoader()));

  @ParameterizedTest
  @ValueSource(strings = {"chart", "type", "history"})
  void whatTheHostsVisitorThrowsReachesTheHostThoughThePluginBlamesItsStoreForAllThatIsThrown(
      String kind) {
    // Given
    RuntimeException ours = new IllegalStateException("ours");
    List<StoredResource> visited = new ArrayList<>();

    // When, Then
    assertThatThrownBy(
            () ->
                read(
                    kind,
                    stored -> {
                      visited.add(stored);
                      throw ours;
                    }))
        .isSameAs(ours);
    assertThat(visited).as("no more was wanted").hasSize(1);
  }

  @Test
  void whatThePluginThrowsIsTurnedIntoAFailureThatStopsItsView() {
    Readers readers =
        guarded.guard(
            Readers.none()
                .withType(
                    (type, context, visitor) -> {
                      visitor.visit(STORED);
                      throw new IllegalStateException("the plugin's");
                    }),
            "");

    assertThatThrownBy(() -> readers.type().orElseThrow().type("Patient", CONTEXT, stored -> true))
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.STOP));
  }

  private void read(String kind, Visitor<StoredResource> visitor) throws SinkException {
    Readers readers =
        guarded.guard(
            Readers.none()
                .withChart((key, context, taker) -> handThree(taker))
                .withType((type, context, taker) -> handThree(taker))
                .withHistory(new Histories()),
            "");
    switch (kind) {
      case "chart" -> readers.chart().orElseThrow().chart(ID, CONTEXT, visitor);
      case "type" -> readers.type().orElseThrow().type("Patient", CONTEXT, visitor);
      default -> readers.history().orElseThrow().history(ID, CONTEXT, visitor);
    }
  }

  private static final class Histories implements HistoryReader {
    @Override
    public void history(ResourceId id, ReadContext context, Visitor<StoredResource> visitor)
        throws SinkException {
      handThree(visitor);
    }

    @Override
    public Optional<StoredResource> version(ResourceId id, Version version, ReadContext context) {
      return Optional.of(STORED);
    }
  }

  /** Goes on though no more is wanted. */
  private static void handThree(Visitor<StoredResource> visitor) throws SinkException {
    try {
      for (int i = 0; i < 3; i++) {
        visitor.visit(STORED);
      }
    } catch (RuntimeException e) {
      throw new Failure(Action.RETRY, new Reason("store-failed", "The store failed.")).exception(e);
    }
  }
}
