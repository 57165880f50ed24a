package io.distributary.gateway.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Access;
import io.distributary.sink.Action;
import io.distributary.sink.Cursor;
import io.distributary.sink.Failure;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedReadersTest {
  private static final ReadContext CONTEXT =
      ReadContext.of("test", Instant.MAX, Clock.systemUTC()).capped(10, 1000);
  private static final ResourceId ID = ResourceId.parse("Patient/a");
  private static final StoredResource STORED =
      StoredResource.of(
          ResourceHead.of(ID, ID, Version.of(0, 1, 0), Instant.EPOCH, "test", false), new byte[0]);

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
                .withChart((key, from, context, taker) -> handThree(taker))
                .withType((type, context, taker) -> handThree(taker))
                .withHistory(new Histories()),
            "");
    switch (kind) {
      case "chart" -> readers.chart().orElseThrow().chart(ID, Cursor.START, CONTEXT, visitor);
      case "type" -> readers.type().orElseThrow().type("Patient", CONTEXT, visitor);
      default -> readers.history().orElseThrow().history(ID, Cursor.START, CONTEXT, visitor);
    }
  }

  private static final class Histories implements HistoryReader {
    @Override
    public Optional<Cursor> history(
        ResourceId id, Cursor from, ReadContext context, Visitor<StoredResource> visitor)
        throws SinkException {
      return handThree(visitor);
    }

    @Override
    public Optional<StoredResource> version(ResourceId id, Version version, ReadContext context) {
      return Optional.of(STORED);
    }
  }

  /** Goes on though no more is wanted. */
  private static Optional<Cursor> handThree(Visitor<StoredResource> visitor) throws SinkException {
    try {
      for (int i = 0; i < 3; i++) {
        visitor.visit(STORED);
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      throw new Failure(Action.RETRY, new Reason("store-failed", "The store failed.")).exception(e);
    }
  }

  @Test
  void whatTheCallerMayNotReadIsLeftOutWhateverThePluginHandsOver() throws SinkException {
    // Given
    ResourceId other = ResourceId.parse("Patient/b");
    ReadContext ofOther = CONTEXT.permitted(Access.ofKeys(Set.of(other)));
    Readers readers = guarded.guard(everything(), "");
    List<StoredResource> seen = new ArrayList<>();

    // When
    ResourceReader resources = readers.resource().orElseThrow();
    HistoryReader histories = readers.history().orElseThrow();
    resources.readAll(List.of(ID), ofOther, seen::add);
    readers.chart().orElseThrow().chart(ID, Cursor.START, ofOther, seen::add);
    readers.chart().orElseThrow().chart(other, Cursor.START, ofOther, seen::add);
    readers.type().orElseThrow().type("Patient", ofOther, seen::add);
    histories.history(ID, Cursor.START, ofOther, seen::add);

    // Then
    assertThat(seen).isEmpty();
    assertThat(resources.read(ID, ofOther)).isEmpty();
    assertThat(resources.heads(List.of(ID), ofOther)).isEmpty();
    assertThat(histories.version(ID, Version.of(0, 1, 0), ofOther)).isEmpty();
    assertThatThrownBy(() -> readers.nativeQuery().orElseThrow().query(Map.of(), ofOther))
        .isInstanceOf(InvalidQueryException.class);
  }

  @Test
  void whatTheCallerMayReadIsHandedOver() throws SinkException {
    // Given
    ReadContext ofPatient = CONTEXT.permitted(Access.ofKeys(Set.of(ID)));
    Readers readers = guarded.guard(everything(), "");
    List<StoredResource> seen = new ArrayList<>();

    // When
    readers.chart().orElseThrow().chart(ID, Cursor.START, ofPatient, seen::add);
    readers.type().orElseThrow().type("Patient", ofPatient, seen::add);

    // Then
    assertThat(seen).containsExactly(STORED, STORED, STORED, STORED, STORED, STORED);
    assertThat(readers.resource().orElseThrow().read(ID, ofPatient)).contains(STORED);
    assertThat(readers.resource().orElseThrow().heads(List.of(ID), ofPatient)).hasSize(1);
  }

  /** Hands the one resource over, whatever is asked. */
  private static Readers everything() {
    return Readers.none()
        .withResource(new Resources())
        .withChart((key, from, context, taker) -> handThree(taker))
        .withType((type, context, taker) -> handThree(taker))
        .withHistory(new Histories())
        .withNativeQuery(new Language());
  }

  private static final class Resources implements ResourceReader {
    @Override
    public Optional<StoredResource> read(ResourceId id, ReadContext context) {
      return Optional.of(STORED);
    }

    @Override
    public void readAll(
        Collection<ResourceId> ids, ReadContext context, Visitor<StoredResource> visitor) {
      visitor.visit(STORED);
    }

    @Override
    public Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context) {
      return Map.of(ID, STORED.head());
    }
  }

  private static final class Language implements NativeQuery {
    @Override
    public QueryResult query(Map<String, @Nullable Object> query, ReadContext context) {
      return new QueryResult.Rows(context).result();
    }

    @Override
    public String example() {
      return "{}";
    }
  }
}
