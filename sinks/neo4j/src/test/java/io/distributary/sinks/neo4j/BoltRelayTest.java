package io.distributary.sinks.neo4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.distributary.sink.Reservation;
import io.distributary.sink.tck.CountedMemory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that says what a test tells it to. */
@Timeout(60)
class BoltRelayTest {
  private static final String GREETING = "6060b017000001ff000808050002040400000003";
  private static final String WITHOUT_MANIFEST = "6060b01700000000000808050002040400000003";
  private static final String CHOICE = "00000805";

  /** A row of one list of 1,000 numbers: some 57 kB by the meter. */
  private static final String ROW = "03f0b17191d600" + "0003e8" + "01".repeat(1_000) + "0000";

  private static final int ROWS = 40;
  private static final int PATIENCE_MILLIS = 20_000;

  private ServerSocket listening;
  private BoltRelay relay;

  @BeforeEach
  void open() throws IOException {
    listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    relay =
        BoltRelay.open(
            new ServerAddress("127.0.0.1", listening.getLocalPort(), ServerAddress.Encryption.NONE),
            Duration.ofSeconds(20));
  }

  @AfterEach
  void close() throws IOException {
    relay.close();
    listening.close();
  }

  @Test
  void theServerIsNotAskedForTheManifest() throws IOException {
    // Given
    relay.begin(new AnswerMemory(Reservation.unbounded(), AnswerMemory.MAX_ROW));

    // When
    try (Socket driver = connect();
        Socket server = listening.accept()) {
      // Then
      assertThat(receive(server, 20)).isEqualTo(WITHOUT_MANIFEST);
      send(server, CHOICE);
      assertThat(receive(driver, 4)).isEqualTo(CHOICE);
    }
  }

  @Test
  void whatIsPaidForPassesBothWays() throws IOException {
    // Given
    relay.begin(new AnswerMemory(Reservation.unbounded(), AnswerMemory.MAX_ROW));
    try (Socket driver = connect();
        Socket server = greeted(driver)) {
      // When
      send(driver, "0003b1710000");
      send(server, ROW.repeat(ROWS));

      // Then
      assertThat(receive(server, 6)).isEqualTo("0003b1710000");
      assertThat(receive(driver, ROW.length() / 2 * ROWS)).isEqualTo(ROW.repeat(ROWS));
    }
  }

  @Test
  void whatIsNotPaidForNeverComes() throws IOException {
    // Given
    AnswerMemory memory = new AnswerMemory(new CountedMemory(0), AnswerMemory.MAX_ROW);
    relay.begin(memory);
    try (Socket driver = connect();
        Socket server = greeted(driver)) {
      // When
      send(server, ROW.repeat(ROWS));
      long come = countUntilTheEnd(driver.getInputStream());

      // Then
      assertThat(come).isLessThan(6L * ROW.length() / 2);
      assertThat(memory.cut()).contains(AnswerMemory.Cut.BUDGET);
      assertThatThrownBy(() -> receive(server, 1)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void rowsThatAreReadLetOthersPass() throws IOException {
    // Given
    AnswerMemory memory = new AnswerMemory(new CountedMemory(0), AnswerMemory.MAX_ROW);
    relay.begin(memory);
    try (Socket driver = connect();
        Socket server = greeted(driver)) {
      for (int i = 0; i < ROWS; i++) {
        // When
        send(server, ROW);
        String come = receive(driver, ROW.length() / 2);
        memory.rowRead();

        // Then
        assertThat(come).isEqualTo(ROW);
      }
    }
  }

  @Test
  void whatIsSentBetweenQueriesIsNobodysAndSmall() throws IOException {
    // Given
    relay.begin(new AnswerMemory(Reservation.unbounded(), AnswerMemory.MAX_ROW));
    try (Socket driver = connect();
        Socket server = greeted(driver)) {
      relay.end();

      // When
      send(server, ROW.substring(0, ROW.length() - 4).replace("03f0", "ffff"));
      send(server, "01".repeat(20_000));

      // Then
      assertThat(countUntilTheEnd(driver.getInputStream())).isLessThan(20_000);
    }
  }

  @Test
  void nobodyConnectsWhileNoQueryIsUnderWay() throws IOException {
    try (Socket stranger = connect()) {
      assertThat(countUntilTheEnd(stranger.getInputStream())).isZero();
    }
  }

  @Test
  void aServerThatEndsEndsTheConnectionAndTheNextOneIsANewOne() throws IOException {
    // Given
    relay.begin(new AnswerMemory(Reservation.unbounded(), AnswerMemory.MAX_ROW));
    try (Socket driver = connect()) {
      greeted(driver).close();
      assertThat(countUntilTheEnd(driver.getInputStream())).isZero();
    }

    // When
    try (Socket driver = connect();
        Socket server = greeted(driver)) {
      send(server, ROW);

      // Then
      assertThat(receive(driver, ROW.length() / 2)).isEqualTo(ROW);
    }
  }

  @Test
  void aCutIsSeenOnBothSides() throws IOException {
    // Given
    relay.begin(new AnswerMemory(Reservation.unbounded(), AnswerMemory.MAX_ROW));
    try (Socket driver = connect();
        Socket server = greeted(driver)) {
      // When
      relay.cut();

      // Then
      assertThat(countUntilTheEnd(driver.getInputStream())).isZero();
      assertThat(countUntilTheEnd(server.getInputStream())).isZero();
    }
  }

  @Test
  void whateverEndsItClosesItsDoor() throws Exception {
    // Given: an unchecked exception while a connection is made
    ServerAddress nowhere = new ServerAddress("127.0.0.1", -1, ServerAddress.Encryption.NONE);
    BoltRelay broken = BoltRelay.open(nowhere, Duration.ofSeconds(20));
    broken.begin(new AnswerMemory(Reservation.unbounded(), AnswerMemory.MAX_ROW));
    try (Socket driver = new Socket(InetAddress.getByName("127.0.0.1"), broken.port())) {
      // When
      send(driver, GREETING);

      // Then
      await().atMost(Duration.ofSeconds(30)).until(broken::isClosed);
    }
  }

  @Test
  void aLinkIsClosedFromBelow() throws IOException {
    // Given
    List<String> closed = new ArrayList<>();

    // When
    new ServerAddress.Link(new Closing("below", closed), new Closing("encrypted", closed)).close();

    // Then
    assertThat(closed).containsExactly("below", "encrypted");
  }

  /** Says when it is closed. */
  private static final class Closing extends Socket {
    private final String name;
    private final List<String> closed;

    Closing(String name, List<String> closed) {
      this.name = name;
      this.closed = closed;
    }

    @Override
    public void close() throws IOException {
      closed.add(name);
      super.close();
    }
  }

  @Test
  void aClosedRelayLeavesNoThread() {
    // When
    relay.close();

    // Then
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith(relay.name())));
  }

  private Socket connect() throws IOException {
    Socket driver = new Socket(InetAddress.getByName("127.0.0.1"), relay.port());
    driver.setSoTimeout(PATIENCE_MILLIS);
    send(driver, GREETING);
    return driver;
  }

  private Socket greeted(Socket driver) throws IOException {
    Socket server = listening.accept();
    server.setSoTimeout(PATIENCE_MILLIS);
    receive(server, 20);
    send(server, CHOICE);
    receive(driver, 4);
    return server;
  }

  private static void send(Socket socket, String hex) throws IOException {
    socket.getOutputStream().write(HexFormat.of().parseHex(hex));
  }

  private static String receive(Socket socket, int bytes) throws IOException {
    byte[] come = socket.getInputStream().readNBytes(bytes);
    if (come.length < bytes) {
      throw new EOFException("After " + come.length + " bytes");
    }
    return HexFormat.of().formatHex(come);
  }

  private static long countUntilTheEnd(InputStream in) throws IOException {
    long bytes = 0;
    try {
      while (in.read() >= 0) {
        bytes++;
      }
    } catch (SocketException reset) {
      // That is an end, too.
    }
    return bytes;
  }
}
