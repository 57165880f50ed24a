package io.distributary.gateway.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.event.Event;
import io.distributary.sink.SinkException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final long SEED = 4711;

  private final LogInMemory log = new LogInMemory();
  private final TamperedView<?> view = TamperedView.keepingTheNewest(log);

  @Test
  void eventsOfARightViewAreThereOrReplacedByNewerOnes() throws Exception {
    // Given
    IntStream.range(0, 30).forEach(i -> log.update(i % 3, "Patient/p" + i, "Patient/p" + i, "en"));
    IntStream.range(0, 30).forEach(i -> log.update(i % 3, "Patient/p" + i, "Patient/p" + i, "de"));
    Event rejected = log.delete("Patient/rejected");
    view.letters.add(rejected.version());
    log.malformed();
    view.project();
    // When
    Sample.Count count = all(40);
    // Then
    assertThat(count.checked()).isGreaterThan(200);
    assertThat(count.wrong()).isZero();
  }

  @Test
  void whatWasChangedBehindTheGatewaysBackIsCounted() throws Exception {
    // Given
    IntStream.range(0, 30).forEach(i -> log.update("Patient/p" + i, "en"));
    view.project();
    view.remove("Patient/p3");
    view.put("Patient/p4", "altered", log.records.get(4).version());
    // When
    Sample.Count count = all(100);
    // Then
    assertThat(count.wrong()).isBetween(20L, 160L);
  }

  @Test
  void nothingIsTakenFromBehindTheCheckpoint() throws Exception {
    // Given
    log.update("Patient/p", "en");
    view.project();
    IntStream.range(0, 30).forEach(i -> log.update("Patient/p" + i, "en"));
    // When
    Sample.Count count = all(20);
    // Then
    assertThat(count).isEqualTo(new Sample.Count(20, 0));
  }

  @Test
  void emptyViewHasNoSample() throws Exception {
    assertThat(all(5)).isEqualTo(new Sample.Count(0, 0));
  }

  /** Many samples of eight events at most. */
  private Sample.Count all(int times) throws SinkException {
    Sample<?> sample = new Sample<>(view.parts(), 8, new Random(SEED));
    long checked = 0;
    long wrong = 0;
    for (int i = 0; i < times; i++) {
      Sample.Count one = sample.take();
      checked += one.checked();
      wrong += one.wrong();
    }
    return new Sample.Count(checked, wrong);
  }
}
