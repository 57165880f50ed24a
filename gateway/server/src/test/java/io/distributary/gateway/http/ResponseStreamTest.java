package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseStreamTest {
  private static final int PIECE = 64 << 10;
  private static final byte[] TAIL = new byte[12];

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    MemoryHub.await(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, PIECE - 13, PIECE - 12, PIECE - 11, PIECE - 1, PIECE, PIECE + 1, 9 * PIECE - 5})
  void everyByteArrivesWhereverAPieceEnds(int length) throws IOException {
    // Given
    int port =
        MemoryHub.await(
                vertx
                    .createHttpServer()
                    .requestHandler(request -> answer(request, length))
                    .listen(0, "127.0.0.1"))
            .actualPort();
    // When
    byte[] body;
    try (InputStream in = URI.create("http://127.0.0.1:" + port + "/").toURL().openStream()) {
      body = in.readAllBytes();
    }
    // Then
    assertThat(body).hasSize(length + TAIL.length);
  }

  @Test
  void thePiecesOfAWorkerThatWasQuickComeBeforeTheEnd() throws IOException {
    // Given a worker that is done before the event loop looks again
    int port =
        MemoryHub.await(
                vertx.createHttpServer().requestHandler(this::answerAtOnce).listen(0, "127.0.0.1"))
            .actualPort();
    // When
    byte[] body;
    try (InputStream in = URI.create("http://127.0.0.1:" + port + "/").toURL().openStream()) {
      body = in.readAllBytes();
    }
    // Then
    assertThat(body).hasSize(2 * PIECE + TAIL.length);
  }

  private void answerAtOnce(HttpServerRequest request) {
    Context context = vertx.getOrCreateContext();
    ResponseStream out = new ResponseStream(context, request.response(), Duration.ofSeconds(10));
    CompletableFuture.runAsync(() -> out.write(new byte[2 * PIECE], 0, 2 * PIECE)).join();
    out.ending();
    out.write(TAIL, 0, TAIL.length);
    out.finish();
  }

  private void answer(HttpServerRequest request, int length) {
    Context context = vertx.getOrCreateContext();
    ResponseStream out = new ResponseStream(context, request.response(), Duration.ofSeconds(10));
    vertx
        .executeBlocking(
            () -> {
              out.write(new byte[length], 0, length);
              return out;
            })
        .compose(
            written -> {
              written.ending();
              written.write(TAIL, 0, TAIL.length);
              return written.finish();
            });
  }

  @Test
  void anAnswerOfWhichBytesWereDroppedNeverEndsAsAWholeOne() {
    // Given a client that reads nothing
    List<String> called = new CopyOnWriteArrayList<>();
    ResponseStream out =
        new ResponseStream(vertx.getOrCreateContext(), stuck(called), Duration.ofMillis(1));
    // When
    out.write(new byte[5 * PIECE], 0, 5 * PIECE);
    out.ending();
    out.write(TAIL, 0, TAIL.length);
    Future<Void> finished = out.finish();
    Awaitility.await().until(finished::isComplete);
    // Then
    assertThat(finished.failed()).isTrue();
    assertThat(called).doesNotContain("end");
  }

  /** Writes that are never done. */
  private static HttpServerResponse stuck(List<String> called) {
    return (HttpServerResponse)
        Proxy.newProxyInstance(
            ResponseStreamTest.class.getClassLoader(),
            new Class<?>[] {HttpServerResponse.class},
            (proxy, method, arguments) -> {
              called.add(method.getName());
              return switch (method.getName()) {
                case "write", "end" -> Future.future(never -> {});
                case "headWritten" -> true;
                default -> proxy;
              };
            });
  }
}
