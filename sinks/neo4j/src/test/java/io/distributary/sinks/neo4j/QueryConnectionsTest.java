package io.distributary.sinks.neo4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.neo4j.driver.BookmarkManager;
import org.neo4j.driver.BookmarkManagerConfig;
import org.neo4j.driver.BookmarkManagers;

/** Against a server that takes connections and says nothing. */
@Timeout(60)
class QueryConnectionsTest {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration LATE = Duration.ofMinutes(1);

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<QueryConnection> made = new CopyOnWriteArrayList<>();
  private final List<Socket> accepted = new ArrayList<>();
  private final BookmarkManager bookmarks =
      BookmarkManagers.defaultManager(BookmarkManagerConfig.builder().build());
  private final QueryConnections connections = new QueryConnections(this::open);
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setSoTimeout(30_000);
  }

  @AfterEach
  void close() throws IOException {
    callers.shutdownNow();
    connections.close();
    for (Socket socket : accepted) {
      socket.close();
    }
    server.close();
  }

  private QueryConnection open() throws SinkException {
    URI uri = URI.create("bolt://127.0.0.1:" + server.getLocalPort());
    Neo4jConfig config = new Neo4jConfig(uri, null, null, null, null, LATE, LATE, null);
    QueryConnection connection = QueryConnection.of(config, bookmarks);
    made.add(connection);
    return connection;
  }

  @Test
  void thereAreSoManyAtOnceAndNoMore() throws Exception {
    // Given
    for (int i = 0; i < QueryConnections.MOST; i++) {
      ask(false);
      accept();
    }

    // Then
    assertInUse(false);
    assertThat(made).hasSize(QueryConnections.MOST);
  }

  @Test
  void statementsThatMakeValuesRunOneAtATimeAndOthersBesideThem() throws Exception {
    // Given
    ask(true);
    accept();

    // Then
    assertInUse(true);
    ask(false);
    assertThat(accept().isConnected()).isTrue();
  }

  @Test
  void aConnectionIsUsedAgainUntilItsDoorIsClosed() throws Exception {
    // Given
    failOne();
    failOne();
    int before = made.size();

    // When
    made.get(0).close();
    failOne();

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(made).hasSize(2);
  }

  @Test
  void whatIsInUseWhenTheViewClosesIsClosedAfterwards() throws Exception {
    // Given
    Future<Integer> asked = ask(false);
    Socket socket = accept();

    // When
    connections.close();
    socket.close();

    // Then
    assertThatThrownBy(asked::get).hasCauseInstanceOf(SinkException.class);
    assertThat(made).hasSize(1);
    assertThat(made.get(0).isUsable()).isFalse();
  }

  /** A query whose server goes away. */
  private void failOne() throws IOException {
    Future<Integer> asked = ask(false);
    accept().close();
    assertThatThrownBy(asked::get).hasCauseInstanceOf(SinkException.class);
  }

  private void assertInUse(boolean makesValues) {
    assertThatThrownBy(() -> read(SOON, makesValues))
        .isInstanceOfSatisfying(
            SinkException.class,
            e -> assertThat(e.reason().code()).isEqualTo("neo4j-connections-in-use"));
  }

  /** Returns at once. */
  private Future<Integer> ask(boolean makesValues) {
    return callers.submit(() -> read(LATE, makesValues));
  }

  private int read(Duration time, boolean makesValues) throws SinkException {
    ReadContext context =
        ReadContext.of("test", Instant.now().plus(time), Clock.systemUTC()).capped(10, 1 << 20);
    return connections.read(context, AnswerMemory.of(context), makesValues, transaction -> 1);
  }

  private Socket accept() throws IOException {
    Socket socket = server.accept();
    accepted.add(socket);
    return socket;
  }
}
