package io.distributary.gateway.projector;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.Decoded;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.schemas.fhir.Resource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecodedEventsTest {
  private static final int KIB_100 = 100 << 10;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DecodedEvents events = new DecodedEvents(meters);

  @Test
  void viewsThatAreAsFarDecodeEachEventOnce() {
    // When
    List<List<Decoded>> views =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(
                view ->
                    IntStream.range(0, 100).mapToObj(i -> events.decode(record(i, 20))).toList())
            .toList();

    // Then
    assertThat(decodes()).isEqualTo(100);
    assertThat(views).allSatisfy(view -> assertThat(view).isEqualTo(views.get(0)));
    assertThat(views.get(0).get(7))
        .isInstanceOfSatisfying(
            Decoded.Sound.class,
            sound -> assertThat(sound.event().version().offset()).isEqualTo(7));
  }

  @Test
  void viewThatIsBehindDisplacesNothing() {
    // Given
    events.decode(record(1_000, 20));
    long held = events.held();

    // When
    IntStream.range(0, 100).forEach(i -> events.decode(record(i, 20)));
    events.decode(record(1_000, 20));

    // Then
    assertThat(decodes()).isEqualTo(101);
    assertThat(events.held()).isEqualTo(held);
  }

  @Test
  void noMoreThanItsShareIsKeptAndTheOldestGo() {
    // When
    IntStream.range(0, 100).forEach(i -> events.decode(record(i, KIB_100)));

    // Then
    assertThat(events.held()).isLessThanOrEqualTo(DecodedEvents.MOST_BYTES).isGreaterThan(15 << 20);
    events.decode(record(99, KIB_100));
    assertThat(decodes()).isEqualTo(100);
    events.decode(record(0, KIB_100));
    assertThat(decodes()).isEqualTo(101);
  }

  @Test
  void eventLargerThanAllThatMayBeKeptIsDecodedAllTheSame() {
    assertThat(events.decode(record(1, 3 << 20))).isInstanceOf(Decoded.Sound.class);
    assertThat(events.held()).isZero();
  }

  @Test
  void otherEventAtTheSamePlaceIsNotMistakenForIt() {
    // Given
    events.decode(record(1, 20));

    // When
    Decoded other = events.decode(record(1, 21));

    // Then
    assertThat(other)
        .isInstanceOfSatisfying(
            Decoded.Sound.class,
            sound -> assertThat(sound.event().resource().text("text")).contains("x".repeat(21)));
  }

  private double decodes() {
    return meters.get("distributary.events.decoded").counter().count();
  }

  private static StreamRecord record(long offset, int size) {
    ResourceId id = ResourceId.parse("Patient/p");
    EncodedEvent event =
        EventCodec.encode(Change.UPDATED, "e", "urn:test", id, Resource.tombstone(id));
    String json =
        "{\"resourceType\":\"Patient\",\"id\":\"p\",\"text\":\"" + "x".repeat(size) + "\"}";
    return new StreamRecord(
        0,
        3,
        offset,
        Instant.EPOCH,
        event.key(),
        event.headers(),
        json.getBytes(StandardCharsets.UTF_8));
  }
}
