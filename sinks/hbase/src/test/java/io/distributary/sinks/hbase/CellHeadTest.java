package io.distributary.sinks.hbase;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.sinks.hbase.CellHead.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellHeadTest {
  @ParameterizedTest
  @ValueSource(strings = {"urn:a", "", "two words", "line\nbreak", "größe"})
  void aHeadIsReadAsItWasWritten(String source) {
    // Given
    CellHead head = new CellHead(State.DELETED, Instant.ofEpochMilli(-1), "0af9", source);

    // Then
    assertThat(CellHead.decode(head.encode())).isEqualTo(head);
    assertThat(CellHead.decode(CellHead.moved().encode()).isMoved()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LIVE", "LIVE x y z", "GONE 1 0a urn:a"})
  void whatAStrangerWroteIsReadAndHasNoHash(String text) {
    // When
    CellHead head = CellHead.decode(text.getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(head.hash()).isEmpty();
    assertThat(head.source()).isEqualTo(text);
  }

  @Test
  void aMovedVersionIsNeitherLiveNorDeleted() {
    assertThat(CellHead.moved().live()).isFalse();
    assertThat(CellHead.moved().deleted()).isFalse();
  }
}
