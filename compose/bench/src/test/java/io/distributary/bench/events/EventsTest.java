package io.distributary.bench.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.fhir.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final Path SAMPLE =
      Path.of(System.getProperty("distributary.root")).resolve("compose/sample");
  private static final int MANY = 12_000; // more than the sample holds

  @Test
  void sameSeedSameEvents() throws IOException {
    // Given
    Events some = Events.of(SAMPLE, 7);
    Events same = Events.of(SAMPLE, 7);
    Events others = Events.of(SAMPLE, 8);

    // When
    byte[] event = some.get(11_111).value();

    // Then
    assertThat(same.get(11_111).value()).isEqualTo(event);
    assertThat(others.get(11_111).value()).isNotEqualTo(event).hasSameSizeAs(event);
  }

  @Test
  void theyLookLikeSyntheaAndAreOfDifferentResources() throws Exception {
    // Given
    Events events = Events.of(SAMPLE, 7);

    // When
    List<EncodedEvent> made = IntStream.range(0, MANY).mapToObj(events::get).toList();

    // Then
    Set<ResourceId> ids = new HashSet<>();
    long references = 0;
    for (EncodedEvent event : made) {
      Resource resource = Resource.parse(event.value());
      ids.add(resource.id());
      references += resource.references().size();
    }
    assertThat(ids).hasSize(MANY);
    assertThat(made.stream().mapToInt(event -> event.value().length).average().orElse(0))
        .isCloseTo(2_100, within(200.0));
    assertThat((double) references / MANY).isCloseTo(4.6, within(0.3));
  }
}
