package io.distributary.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Action;
import io.distributary.sink.Outcome;
import io.distributary.sink.SinkException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ElasticsearchWriterTest {
  @Test
  void requestsAreBoundedAndALargeDocumentGoesAlone() {
    // Given
    int small = ElasticsearchWriter.REQUEST_BYTES / 3;
    List<ElasticsearchDocument> documents =
        documents(small, small, small, small, ElasticsearchWriter.REQUEST_BYTES + 1, small);

    // When
    List<List<ElasticsearchDocument>> requests = ElasticsearchWriter.requests(documents);

    // Then
    assertThat(requests).extracting(List::size).containsExactly(3, 1, 1, 1);
    assertThat(requests.stream().flatMap(List::stream)).containsExactlyElementsOf(documents);
    assertThat(ElasticsearchWriter.requests(List.of())).isEmpty();
  }

  @Test
  void everyDocumentIsGuardedByItsOwnVersion() {
    // When
    byte[] body =
        ElasticsearchWriter.body(
            List.of(
                new ElasticsearchDocument(
                    ResourceId.parse("Patient/a"),
                    new Version(Long.MAX_VALUE),
                    "{}".getBytes(StandardCharsets.UTF_8),
                    "")),
            "external");

    // Then
    assertThat(new String(body, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"index\":{\"_id\":\"Patient/a\",\"version\":9223372036854775807,\"version_type\":\"external\"}}\n{}\n");
  }

  @Test
  void eachItemHasItsOutcome() throws Exception {
    // Given
    String answer =
        "{'items':[{'index':{'status':201}},{'index':{'status':200}},"
            + "{'index':{'status':409,'error':{'type':'version_conflict_engine_exception'}}},"
            + "{'index':{'status':429,'error':{'type':'es_rejected_execution_exception'}}},"
            + "{'index':{'status':400,'error':{'type':'document_parsing_exception'}}}]}";

    // When
    List<Outcome> outcomes =
        ElasticsearchWriter.outcomes(ElasticsearchQueryGateTest.parse(answer), 5);

    // Then
    assertThat(outcomes)
        .containsExactly(
            Outcome.APPLIED,
            Outcome.APPLIED,
            Outcome.STALE,
            ElasticsearchErrors.BUSY.outcome(),
            ElasticsearchErrors.REJECTED.outcome());
  }

  @Test
  void aRemovedIndexStopsTheView() {
    // Given
    String answer =
        "{'items':[{'index':{'status':404,'error':{'type':'index_not_found_exception'}}}]}";

    // Then
    assertThatThrownBy(
            () -> ElasticsearchWriter.outcomes(ElasticsearchQueryGateTest.parse(answer), 1))
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.STOP));
  }

  @Test
  void anAnswerThatLacksItemsIsTriedAgain() {
    assertThatThrownBy(
            () ->
                ElasticsearchWriter.outcomes(
                    ElasticsearchQueryGateTest.parse("{'items':[{'index':{'status':201}}]}"), 2))
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.RETRY));
  }

  private static List<ElasticsearchDocument> documents(int... bytes) {
    return IntStream.range(0, bytes.length)
        .mapToObj(
            i ->
                new ElasticsearchDocument(
                    new ResourceId("Basic", "b" + i), new Version(i), new byte[bytes[i]], ""))
        .toList();
  }
}
