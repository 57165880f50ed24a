package io.distributary.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {
  private static final int MANY = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void connectionsThatSayNothingOrHalfARequestHoldNobodyUpAndAreClosed() throws IOException {
    // Given
    List<Socket> idle = new ArrayList<>();
    try (MemoryHub hub = new MemoryHub(Duration.ofSeconds(1))) {
      for (int i = 0; i < MANY; i++) {
        idle.add(idle(hub.port(), i % 2 == 0 ? "" : "GET /views HTTP/1.1\r\nX-Slow: "));
      }

      // When
      int status = hub.get("/views").statusCode();

      // Then
      assertThat(status).isEqualTo(200);
      for (Socket connection : idle) {
        assertThat(isClosed(connection)).isTrue();
      }
    } finally {
      for (Socket connection : idle) {
        connection.close();
      }
    }
  }

  private static Socket idle(int port, String said) throws IOException {
    Socket connection = new Socket(InetAddress.getLoopbackAddress(), port);
    connection.setSoTimeout((int) PATIENCE.toMillis());
    connection.getOutputStream().write(said.getBytes(US_ASCII));
    return connection;
  }

  /** Waits for it; what the server says before is read. */
  private static boolean isClosed(Socket connection) throws IOException {
    try {
      connection.getInputStream().readAllBytes();
      return true;
    } catch (SocketException reset) {
      return true;
    }
  }
}
