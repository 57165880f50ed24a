package io.distributary.gateway.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.gateway.write.RejectedWriteException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {
  @Test
  void resourcesStayTheBytesThatTheyAre() throws Exception {
    // Given
    String resource = "{ \"id\":\"\u00e9\ud83d\ude00\",\n  \"value\": 1.10, \"deep\":[[{}]] }";
    String bundle =
        "{\"id\":\"\u00fc\",\"entry\":[{\"fullUrl\":\"urn:uuid:1\",\"resource\": "
            + resource
            + " ,\"request\":{\"method\":\"PUT\",\"url\":\"Patient/a\"}},{}],\"type\":\"batch\",\"resourceType\":\"Bundle\"}";
    // When
    List<BatchEntry> entries = BatchReader.read(bundle.getBytes(StandardCharsets.UTF_8));
    // Then
    assertThat(entries).hasSize(2);
    assertThat(new String(entries.get(0).resource(), StandardCharsets.UTF_8)).isEqualTo(resource);
    assertThat(entries.get(0).request()).containsEntry("url", "Patient/a");
    assertThat(entries.get(1).resource()).isNull();
  }

  @Test
  void manyTinyEntriesAreTooMany() {
    String entries = "{},".repeat(BatchReader.MAX_ENTRIES) + "{}";
    String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + entries + "]}";
    assertThatThrownBy(() -> BatchReader.read(bundle.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("20,000 entries");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"resourceType\":\"Bundle\"}",
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\"} x",
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"type\":\"batch\"}",
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{}],\"entry\":[{}]}",
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":1}]}",
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"resource\":{},\"resource\":{}}]}",
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}"
      })
  void whatIsNoBatchIsRefusedAsAWhole(String text) {
    assertThatThrownBy(() -> BatchReader.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(RejectedWriteException.class);
  }
}
