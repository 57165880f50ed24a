package io.distributary.servers.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In front of a server that answers with what it was asked. */
class FaultProxyTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private ServerSocket server;
  private FaultProxy proxy;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::serve);
    proxy = new FaultProxy(server.getLocalPort());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    server.close();
    threads.shutdownNow();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        threads.execute(() -> echo(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void echo(Socket caller) {
    try (caller) {
      caller.getInputStream().transferTo(caller.getOutputStream());
    } catch (IOException ended) {
      // The caller has gone.
    }
  }

  @Test
  void withoutAFaultEverythingPasses() throws Exception {
    try (Caller caller = new Caller()) {
      String large = "abc".repeat(100_000);

      caller.ask(large);

      assertThat(caller.answer(large.length())).isEqualTo(large);
    }
  }

  @Test
  void delayedAnswerComesOnceTheFaultIsOver() throws Exception {
    try (Caller caller = new Caller()) {
      // Given
      proxy.delay(NEVER);
      caller.ask("late");
      assertThat(caller.hearsNothing()).isTrue();

      // When
      proxy.heal();

      // Then
      assertThat(caller.answer(4)).isEqualTo("late");
    }
  }

  @Test
  void delayEndsByItself() throws Exception {
    try (Caller caller = new Caller()) {
      proxy.delay(Duration.ofMillis(50));

      caller.ask("late");

      assertThat(caller.answer(4)).isEqualTo("late");
    }
  }

  @Test
  void tricklingStreamIsWholeButSlow() throws Exception {
    try (Caller caller = new Caller()) {
      // Given
      proxy.trickle(100);
      long begun = System.nanoTime();

      // When
      caller.ask("x".repeat(50));

      // Then
      assertThat(caller.answer(50)).hasSize(50);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(SOON);
    }
  }

  @Test
  void halfOpenConnectionTakesEverythingAndNeverAnswersAgain() throws Exception {
    try (Caller old = new Caller()) {
      old.ask("before");
      assertThat(old.answer(6)).isEqualTo("before");

      // When
      proxy.halfOpen();
      old.ask("x".repeat(1_000_000));
      try (Caller fresh = new Caller()) {
        fresh.ask("new");

        // Then
        assertThat(old.hearsNothing()).isTrue();
        assertThat(fresh.hearsNothing()).isTrue();
        proxy.heal();
        old.ask("after");
        assertThat(old.hearsNothing()).isTrue();
      }
    }
    try (Caller healed = new Caller()) {
      healed.ask("healed");
      assertThat(healed.answer(6)).isEqualTo("healed");
    }
  }

  @Test
  void resetReachesConnectionsThatAreThereAndNewOnes() throws Exception {
    try (Caller old = new Caller()) {
      old.ask("before");
      old.answer(6);

      // When
      proxy.reset();

      // Then
      assertThatThrownBy(() -> old.answer(1)).isInstanceOf(SocketException.class);
      try (Caller fresh = new Caller()) {
        assertThatThrownBy(() -> fresh.answer(1)).isInstanceOf(SocketException.class);
      } catch (SocketException atOnce) {
        assertThat(atOnce).hasMessageContaining("reset");
      }
    }
  }

  @Test
  void truncatedAnswerEndsInItsMiddleAndTheConnectionWithIt() throws Exception {
    try (Caller caller = new Caller()) {
      // Given
      caller.ask("before");
      caller.answer(6);
      proxy.truncate(4);

      // When
      caller.ask("whole");

      // Then
      assertThat(caller.answer(4)).isEqualTo("whol");
      assertThat(caller.isAtItsEnd()).isTrue();
    }
  }

  @Test
  void serverThatIsAwayLooksAwayThroughTheProxy() throws Exception {
    try (FaultProxy proxyOfNobody = new FaultProxy(portOfNobody());
        Caller caller = new Caller(proxyOfNobody)) {
      assertThat(caller.isAtItsEnd()).isTrue();
    } catch (SocketException atOnce) {
      assertThat(atOnce).hasMessageContaining("reset");
    }
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket gone = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      return gone.getLocalPort();
    }
  }

  @Test
  void closingGoesThroughAndLeavesNothing() throws Exception {
    Caller caller = new Caller();
    caller.ask("x");
    caller.answer(1);
    assertThat(proxy.connections()).isEqualTo(1);

    caller.close();

    await().atMost(PATIENCE).until(() -> proxy.connections() == 0);
  }

  @Test
  void closedProxyHasNoThreadLeftWhateverItWasDoing() throws Exception {
    // Given
    proxy.delay(NEVER);
    String name = "fault-proxy-" + proxy.port();
    try (Caller caller = new Caller()) {
      caller.ask("held back");
      assertThat(caller.hearsNothing()).isTrue();
      assertThat(threadsNamed(name)).isPositive();

      // When
      proxy.close();

      // Then
      await().atMost(PATIENCE).until(() -> threadsNamed(name) == 0);
      assertThat(caller.isAtItsEnd()).isTrue();
    }
  }

  private static long threadsNamed(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().equals(name))
        .count();
  }

  private final class Caller implements AutoCloseable {
    private final Socket socket;

    Caller() throws IOException {
      this(proxy);
    }

    Caller(FaultProxy through) throws IOException {
      socket = new Socket(Endpoint.LOOPBACK, through.port());
      socket.setSoTimeout((int) PATIENCE.toMillis());
    }

    void ask(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    String answer(int length) throws IOException {
      return new String(socket.getInputStream().readNBytes(length), US_ASCII);
    }

    boolean isAtItsEnd() throws IOException {
      return socket.getInputStream().read() < 0;
    }

    /** For a while. */
    boolean hearsNothing() throws IOException {
      socket.setSoTimeout((int) SOON.toMillis());
      try {
        socket.getInputStream().read();
        return false;
      } catch (SocketTimeoutException silence) {
        return true;
      } finally {
        socket.setSoTimeout((int) PATIENCE.toMillis());
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
