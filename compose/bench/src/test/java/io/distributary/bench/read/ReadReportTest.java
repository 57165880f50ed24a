package io.distributary.bench.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadReportTest {
  private static final Timed GATEWAY =
      new Timed(new long[] {4_000_000, 3_000_000, 9_000_000}, 1_500_000_000);
  private static final Timed DRIVER = new Timed(new long[] {2_000_000}, 500_000_000);

  @Test
  void theRatioIsThatOfTheMedians() {
    // Given
    ReadFigures compared =
        new ReadFigures("read", 16, 2_100, GATEWAY, Duration.ofMillis(6), Optional.of(DRIVER));

    // Then
    assertThat(compared.ratio()).contains(2.0);
    assertThat(compared.cpuMillis()).isEqualTo(2);
  }

  @Test
  void whatHasNoDriverStandsAlone() {
    // Given
    ReadFigures alone =
        new ReadFigures("match", 1, 900, GATEWAY, Duration.ofMillis(3), Optional.empty());

    // When
    ReadReport report = new ReadReport(7, List.of(alone));

    // Then
    assertThat(report.json())
        .isEqualTo(
            "{'resources':7,'reads':[{'read':'match','callers':1,'bytes':900,'gateway':{'p50Millis':4.000,'p99Millis':9.000,'perSecond':2.000,'cpuMillis':1.000},'driver':null,'ratio':null}]}"
                .replace('\'', '"'));
    assertThat(report.table().lines().toList().get(1))
        .matches("match +1 +900 \\| +4\\.000 +9\\.000 +2 +1\\.000 \\| +\\| +");
  }
}
