package io.distributary.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorResponse;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElasticsearchErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "400, document_parsing_exception,          REJECT, event-rejected",
    "400, mapper_parsing_exception,            REJECT, event-rejected",
    "400, illegal_argument_exception,          REJECT, event-rejected",
    "400, index_closed_exception,              RETRY,  writes-blocked",
    "401, security_exception,                  STOP,   store-denied",
    "403, security_exception,                  STOP,   store-denied",
    "403, cluster_block_exception,             RETRY,  writes-blocked",
    "404, index_not_found_exception,           STOP,   store-missing",
    "413, '',                                  REJECT, event-too-large",
    "429, cluster_block_exception,             RETRY,  writes-blocked",
    "429, es_rejected_execution_exception,     RETRY,  store-busy",
    "429, circuit_breaking_exception,          RETRY,  store-busy",
    "500, illegal_state_exception,             RETRY,  store-failed",
    "502, '',                                  RETRY,  store-busy",
    "503, unavailable_shards_exception,        RETRY,  store-busy",
    "504, process_cluster_event_timeout_exception, RETRY, store-busy",
    "0,   '',                                  RETRY,  store-failed",
  })
  void everyStatusHasOneAction(int status, String type, Action action, String reason) {
    // When
    Failure verdict = ElasticsearchErrors.verdict(status, type);

    // Then
    assertThat(verdict.action()).isEqualTo(action);
    assertThat(verdict.reason().code()).isEqualTo(reason);
  }

  @Test
  void aStoreThatDoesNotAnswerIsTriedAgain() {
    for (IOException away :
        new IOException[] {new ConnectException(), new SocketTimeoutException()}) {
      assertThat(ElasticsearchErrors.verdict(away).action()).isEqualTo(Action.RETRY);
    }
  }

  @Test
  void anInterruptedCallIsTriedAgainAndABrokenClientIsNot() {
    // Given
    RuntimeException interrupted = new RuntimeException(new InterruptedException());
    RuntimeException stopped = new IllegalStateException("I/O reactor status: STOPPED");

    // Then
    assertThat(ElasticsearchErrors.verdict(interrupted).action()).isEqualTo(Action.RETRY);
    assertThat(ElasticsearchErrors.verdict(stopped).action()).isEqualTo(Action.STOP);
  }

  @Test
  void theTypedClientsExceptionIsReadLikeAnyAnswer() {
    // Given
    ErrorResponse response =
        ErrorResponse.of(
            r -> r.status(429).error(e -> e.type("circuit_breaking_exception").reason("canary")));
    ElasticsearchException failure = new ElasticsearchException("search", response);

    // When
    ElasticsearchErrors.Answer answer = ElasticsearchErrors.answer(failure);
    SinkException exception = ElasticsearchErrors.exception(failure);

    // Then
    assertThat(exception.action()).isEqualTo(Action.RETRY);
    assertThat(exception).hasMessage(ElasticsearchErrors.BUSY.reason().message());
    assertThat(answer)
        .isEqualTo(new ElasticsearchErrors.Answer(429, "circuit_breaking_exception", ""));
  }

  @Test
  void whatIsPrintedOfAnAnswerIsNotItsSentence() {
    // When
    String printed = new ElasticsearchErrors.Answer(400, "some_exception", "canary").toString();

    // Then
    assertThat(printed).isEqualTo("400 some_exception");
  }
}
