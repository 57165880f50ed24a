package io.distributary.bench.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distributary.schemas.event.PartitionKeys;
import io.distributary.schemas.fhir.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticChartTest {
  @Test
  void sameSeedSameChart() {
    // Given
    List<Resource> chart = SyntheticChart.of(7, 3);

    // Then
    assertThat(bytes(SyntheticChart.of(7, 3))).isEqualTo(bytes(chart));
    assertThat(bytes(SyntheticChart.of(8, 3))).isNotEqualTo(bytes(chart));
  }

  @Test
  void allIsKeyedToThePatientAndOfRealisticSize() {
    // When
    List<Resource> chart = SyntheticChart.of(7, 1_000);

    // Then
    assertThat(chart).hasSize(1_001);
    assertThat(chart.stream().map(Resource::id).distinct()).hasSize(1_001);
    assertThat(chart.stream().map(PartitionKeys::keyOf).distinct())
        .containsExactly(chart.get(0).id());
    assertThat(chart.stream().skip(1).mapToInt(one -> one.json().length).average().orElse(0))
        .isCloseTo(2_400, within(200.0));
  }

  private static List<String> bytes(List<Resource> chart) {
    return chart.stream().map(Resource::tree).map(Object::toString).toList();
  }
}
