package io.distributary.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void theRatioIsThatOfTheMedians() {
    // Given
    List<Measurement> gateway = List.of(measured(30, 9), measured(20, 8), measured(90, 7));
    List<Measurement> limit = List.of(measured(14, 3), measured(16, 5));

    // When
    Comparison found = Comparison.of(gateway, limit);

    // Then
    assertThat(found).isEqualTo(new Comparison(30, 15, 0.5, 8, 4));
  }

  @Test
  void jsonHasAllAtOnceBesideTheViews() {
    // Given
    Map<Subject, Comparison> found = new LinkedHashMap<>();
    for (Subject subject : Subject.values()) {
      found.put(subject, new Comparison(subject.ordinal() + 1, 1, 0.25, 2, 1.5));
    }

    // When
    String json = new Report(500, found).json();

    // Then
    assertThat(json)
        .isEqualTo(
            ("{'events':500,'all':{'seconds':1.000,"
                    + numbers()
                    + "},'views':{'document':{'seconds':2.000,"
                    + numbers()
                    + "},'wide-column':{'seconds':3.000,"
                    + numbers()
                    + "},'graph':{'seconds':4.000,"
                    + numbers()
                    + "},'search':{'seconds':5.000,"
                    + numbers()
                    + "}}}")
                .replace('\'', '"'));
  }

  private static String numbers() {
    return "'limitSeconds':1.000,'ratio':0.250,'cpuSeconds':2.000,'limitCpuSeconds':1.500";
  }

  private static Measurement measured(long seconds, long cpu) {
    return new Measurement(Duration.ofSeconds(seconds), Duration.ofSeconds(cpu));
  }
}
