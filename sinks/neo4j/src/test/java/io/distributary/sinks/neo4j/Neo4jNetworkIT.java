package io.distributary.sinks.neo4j;

import static io.distributary.servers.ServerKind.NEO4J;
import static io.distributary.sinks.neo4j.TestEvents.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.distributary.servers.testing.FaultProxy;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.sink.Action;
import io.distributary.sink.Outcome;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import org.junit.jupiter.api.Test;

@Needs(NEO4J)
class Neo4jNetworkIT {
  private static final int BYTES_A_SECOND = 40;

  @Test
  void aHandshakeThatComesInPiecesAsksForRetry() throws Exception {
    try (FaultProxy proxy = new FaultProxy(Servers.neo4j().port())) {
      TestDatabase database = new TestDatabase("bolt://127.0.0.1:" + proxy.port());
      try (Sink<Neo4jNode> sink = database.openEmpty()) {
        // Given
        proxy.reset();
        assertThatThrownBy(() -> TestDatabase.write(sink, patient(1, "p")))
            .isInstanceOf(SinkException.class);
        proxy.trickle(BYTES_A_SECOND);

        // When
        SinkException slow =
            catchThrowableOfType(
                SinkException.class, () -> TestDatabase.write(sink, patient(1, "p")));

        // Then
        assertThat(slow.action()).isEqualTo(Action.RETRY);
        proxy.heal();
        assertThat(TestDatabase.write(sink, patient(1, "p"))).containsExactly(Outcome.APPLIED);
      }
    }
  }
}
