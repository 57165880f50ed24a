package io.distributary.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.servers.ServerKind;
import io.distributary.servers.testing.FaultProxy;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import io.distributary.sink.Action;
import io.distributary.sink.Projected;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Needs(ServerKind.ELASTICSEARCH)
class ElasticsearchNetworkIT {
  /** In the status line, in the headers, between them and the body, and in the body. */
  @ParameterizedTest
  @ValueSource(ints = {1, 12, 20, 60, 100, 140})
  void anAnswerThatBreaksOffIsTriedAgain(int bytes) throws Exception {
    String namespace = TestNamespace.of(ElasticsearchNetworkIT.class).name();
    try (FaultProxy proxy = new FaultProxy(Servers.elasticsearch().port());
        Sink<ElasticsearchDocument> sink =
            TestSinks.open("http://127.0.0.1:" + proxy.port(), namespace)) {
      // Given
      List<Projected<ElasticsearchDocument>> batch =
          TestEvents.projected(
              sink, TestEvents.updated(1, "{\"resourceType\":\"Basic\",\"id\":\"b\"}"));

      // When
      proxy.truncate(bytes);

      // Then
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> sink.writer().write(batch))
            .isInstanceOfSatisfying(
                SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.RETRY));
      }
    }
  }
}
