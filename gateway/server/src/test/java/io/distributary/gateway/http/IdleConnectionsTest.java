package io.distributary.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {
  private static final int MANY = 1_000;
  private static final int PAUSE_MS = 200;

  /** A minute of them. */
  private static final int MANY_BYTES = 60_000 / PAUSE_MS;

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

  @Test
  void bytesThatTrickleKeepNoConnectionOpen() throws IOException {
    // Given
    try (MemoryHub hub = new MemoryHub(Duration.ofSeconds(1));
        Socket slow = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      slow.getOutputStream()
          .write("GET /views HTTP/1.1\r\nHost: localhost\r\nX: ".getBytes(US_ASCII));

      // When
      int said = trickle(slow);

      // Then
      assertThat(said).isLessThan(MANY_BYTES);
      assertThat(hub.get("/views").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aSlowSecondRequestIsCutOffToo() throws IOException {
    // Given
    try (MemoryHub hub = new MemoryHub(Duration.ofSeconds(1));
        Socket slow = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      String whole = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";
      slow.getOutputStream().write((whole + "GET /").getBytes(US_ASCII));
      assertThat(slow.getInputStream().read()).isEqualTo('H');

      // When
      int said = trickle(slow);

      // Then
      assertThat(said).isLessThan(MANY_BYTES);
    }
  }

  /**
   * Sends a byte whenever nothing came for a while, until the connection ends.
   *
   * @return how many it sent
   */
  private static int trickle(Socket slow) throws IOException {
    slow.setSoTimeout(PAUSE_MS);
    int said = 0;
    while (said < MANY_BYTES && !isEnded(slow)) {
      said++;
    }
    return said;
  }

  /** Reads what there is; when there is nothing for a while, says one byte more. */
  private static boolean isEnded(Socket slow) throws IOException {
    try {
      return slow.getInputStream().read(new byte[4_096]) < 0;
    } catch (SocketTimeoutException nothing) {
      return !isTaken(slow);
    } catch (SocketException reset) {
      return true;
    }
  }

  private static boolean isTaken(Socket slow) throws IOException {
    try {
      slow.getOutputStream().write('x');
      return true;
    } catch (SocketException ended) {
      return false;
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
