package io.distributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0",
    "0, 0, 4095, 4095",
    "0, 1, 0, 4096",
    "1, 0, 0, 4503599627370496",
    "2047, 1099511627775, 4095, 9223372036854775807"
  })
  void epochOffsetAndPartitionShareOneNumber(int epoch, long offset, int partition, long number) {
    // When
    Version version = Version.of(epoch, offset, partition);

    // Then
    assertThat(version.value()).isEqualTo(number);
    assertThat(version.epoch()).isEqualTo(epoch);
    assertThat(version.offset()).isEqualTo(offset);
    assertThat(version.partition()).isEqualTo(partition);
  }

  @ParameterizedTest
  @CsvSource({"-1,0,0", "2048,0,0", "0,-1,0", "0,1099511627776,0", "0,0,-1", "0,0,4096"})
  void whatDoesNotFitIsRefused(int epoch, long offset, int partition) {
    assertThatIllegalArgumentException().isThrownBy(() -> Version.of(epoch, offset, partition));
  }

  @Test
  void ofOnePartitionTheLaterEventIsGreaterAndOfTwoEpochsTheLaterOne() {
    assertThat(Version.of(0, 8, 3)).isGreaterThan(Version.of(0, 7, 3));
    assertThat(Version.of(1, 0, 0)).isGreaterThan(Version.of(0, 1_099_511_627_775L, 4095));
  }

  @Test
  void itsTextIsReadBack() {
    assertThat(Version.parse("9223372036854775807")).isEqualTo(Version.of(2047, -1L >>> 24, 4095));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "+1", "01", "1.0", "1e3", " 1", "٣", "9223372036854775808", "x"})
  void anyOtherTextIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Version.parse(text));
  }
}
