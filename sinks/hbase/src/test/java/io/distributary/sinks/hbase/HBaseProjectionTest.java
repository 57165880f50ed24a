package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.TestEvents.deleted;
import static io.distributary.sinks.hbase.TestEvents.observation;
import static io.distributary.sinks.hbase.TestEvents.patient;
import static io.distributary.sinks.hbase.TestEvents.updated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.RejectedEventException;
import org.junit.jupiter.api.Test;

class HBaseProjectionTest {
  private final HBaseProjection projection = new HBaseProjection();

  @Test
  void theBodyIsTheResourceByteForByte() throws Exception {
    // Given
    Event event = updated("Patient/1", 1, "{ \"resourceType\":\"Patient\", \"id\":\"1\" }");

    // Then
    assertThat(project(event).body()).isSameAs(event.resource().json());
    assertThat(project(event).head().appended()).isEqualTo(TestEvents.APPENDED);
  }

  @Test
  void aTombstoneHasNeitherBodyNorDate() throws Exception {
    // When
    ChartEntry entry = project(deleted("Patient/1", "Observation/o", 2));

    // Then
    assertThat(entry.body()).isEmpty();
    assertThat(entry.date()).isEmpty();
    assertThat(entry.head().deleted()).isTrue();
  }

  @Test
  void theHashTellsContentKeySourceAndDeletionButNotTheVersion() throws Exception {
    // Given
    String hash = hash(observation("Patient/1", "o", 1, "2026-01-01"));

    // Then
    assertThat(hash(observation("Patient/1", "o", 9, "2026-01-01"))).isEqualTo(hash);
    assertThat(hash(observation("Patient/1", "o", 1, "2026-01-02"))).isNotEqualTo(hash);
    assertThat(hash(observation("Patient/2", "o", 1, "2026-01-01"))).isNotEqualTo(hash);
    assertThat(hash(deleted("Patient/1", "Observation/o", 1))).isNotEqualTo(hash);
  }

  @Test
  void aVersionThatHBaseReadsAsNowIsRefused() {
    // Given
    Event event = patient("1", 1, "A");
    Event last =
        new Event(
            event.change(),
            event.key(),
            new Version(Long.MAX_VALUE),
            event.appended(),
            event.source(),
            event.resource());

    // Then
    assertThatThrownBy(() -> projection.project(last)).isInstanceOf(RejectedEventException.class);
  }

  private ChartEntry project(Event event) throws RejectedEventException {
    return projection.project(event).orElseThrow();
  }

  private String hash(Event event) throws RejectedEventException {
    return projection.hash(project(event));
  }
}
