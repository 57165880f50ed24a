package io.distributary.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ElasticsearchAwayTest {
  @Test
  @Timeout(20)
  void aClosedPortIsTriedAgain() throws IOException {
    // Given
    String closed = "http://127.0.0.1:" + closedPort();

    // Then
    assertThatThrownBy(() -> TestSinks.open(closed, "away"))
        .isInstanceOfSatisfying(
            SinkException.class,
            e -> org.assertj.core.api.Assertions.assertThat(e.action()).isEqualTo(Action.RETRY));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
