package io.distributary.sinks.hbase;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowKeysTest {
  private static final ResourceId ANN = ResourceId.parse("Patient/1");
  private static final ResourceId VISIT = ResourceId.parse("Encounter/e-1.x");

  private final RowKeys keys = new RowKeys(8);

  @Test
  void aRowTellsItsKeyAndItsResource() {
    // When
    String row = RowKeys.unsalted(keys.chart(ANN, VISIT));

    // Then
    assertThat(row).isEqualTo("Patient/1|Encounter/e-1.x");
    assertThat(RowKeys.keyIn(row)).isEqualTo("Patient/1");
    assertThat(RowKeys.idIn(row)).isEqualTo("Encounter/e-1.x");
  }

  @Test
  void theRowsOfAKeyNeverIncludeAnother() {
    // Given
    Stream<String> others =
        Stream.of("Patient/12", "Patient/1.", "Patient/1-1", "Patient/10", "Patient/0", "Person/1");

    // Then
    assertThat(others.map(ResourceId::parse).map(key -> keys.chart(key, VISIT)))
        .noneMatch(row -> in(keys.ofKey(ANN), row));
    assertThat(in(keys.ofKey(ANN), keys.chart(ANN, VISIT))).isTrue();
  }

  @Test
  void aWholeKeyAsPrefixIsThatKeyAlone() {
    assertThat(keys.prefixed("Patient/1"))
        .usingRecursiveComparison()
        .isEqualTo(List.of(keys.ofKey(ANN)));
  }

  @Test
  void aPrefixWithinAKeyIsOneRange() {
    // When
    List<RowRange> ranges = keys.prefixed("Patient/1|Enc");

    // Then
    assertThat(ranges).hasSize(1);
    assertThat(in(ranges.get(0), keys.chart(ANN, VISIT))).isTrue();
    assertThat(in(ranges.get(0), keys.chart(ANN, ANN))).isFalse();
  }

  @Test
  void aPrefixOfManyKeysIsARangeInEveryBucket() {
    // When
    List<RowRange> ranges = keys.prefixed("Patient/");

    // Then
    assertThat(ranges).hasSize(8);
    assertThat(IntStream.range(0, 100).mapToObj(i -> new ResourceId("Patient", "p" + i)))
        .allMatch(key -> ranges.stream().anyMatch(range -> in(range, keys.chart(key, key))));
  }

  @Test
  void anOpenRangeEndsWithItsBucket() {
    // When
    List<RowRange> ranges = keys.between("", "");

    // Then
    assertThat(IntStream.range(0, 100).mapToObj(i -> new ResourceId("Patient", "p" + i)))
        .allMatch(
            key -> ranges.stream().filter(range -> in(range, keys.chart(key, key))).count() == 1);
  }

  @Test
  void theLatestDateComesFirst() {
    // Given
    List<Instant> latestFirst =
        Stream.of(
                "9999-12-31T23:59:59Z",
                "2026-11-21T10:00:00.001Z",
                "2026-11-21T10:00:00Z",
                "1969-12-31T23:59:59Z",
                "0001-01-01T00:00:00Z")
            .map(Instant::parse)
            .toList();

    // When
    List<byte[]> rows = latestFirst.stream().map(date -> keys.timeline(ANN, date, VISIT)).toList();

    // Then
    assertThat(rows).isSortedAccordingTo(Arrays::compareUnsigned);
    assertThat(rows).allMatch(row -> row.length == rows.get(0).length && in(keys.ofKey(ANN), row));
  }

  @Test
  void tablesAreSplitBetweenBuckets() {
    assertThat(keys.splits()).hasDimensions(7, 3);
    assertThat(new RowKeys(1).splits()).isEmpty();
  }

  private static boolean in(RowRange range, byte[] row) {
    int end = Arrays.compareUnsigned(row, range.stop());
    return Arrays.compareUnsigned(row, range.start()) >= 0
        && (end < 0 || end == 0 && range.stopIncluded());
  }
}
