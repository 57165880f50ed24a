package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The event loop is held up while clients ask, so that all their requests are there at the same
 * time; every request takes longer than a slice.
 */
class TurnsTest {
  private static final String LARGE = "/fhir/Patient/x/$everything";
  private static final String BROKEN = "/fhir/Patient/x/_history";
  private static final String SMALL = "/fhir/Patient/x";

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountDownLatch held = new CountDownLatch(1);
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final List<Socket> clients = new ArrayList<>();
  private int port;

  @BeforeEach
  void listen() throws Exception {
    Turns turns = new Turns(vertx, this::answer, meters);
    HttpServer server = vertx.createHttpServer().requestHandler(turns::handle);
    Future<HttpServer> listening =
        Future.future(done -> loop.runOnContext(here -> server.listen(0).onComplete(done)));
    port =
        listening.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS).actualPort();
    loop.runOnContext(
        here -> {
          try {
            held.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals(BROKEN)) {
      throw new IllegalStateException("a test");
    }
    taken.add(request.remoteAddress().hostAddress() + request.path());
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(3)) {
      Thread.onSpinWait(); // as the reading of a body would
    }
    request.resume();
    request.response().end();
  }

  @AfterEach
  void close() throws Exception {
    held.countDown();
    for (Socket client : clients) {
      client.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void aReadOfOneResourceIsNotBehindAllLargeOnes() throws IOException {
    comesEarly("127.0.0.1", SMALL);
  }

  @Test
  void oneCallersManyHoldUpNobodyElses() throws IOException {
    comesEarly("127.0.0.2", LARGE);
  }

  /** Two requests that come behind 200 large ones of one caller are taken before most of these. */
  private void comesEarly(String from, String path) throws IOException {
    ask("127.0.0.1", 200, LARGE);
    ask(from, 2, path);
    held.countDown();
    assertThat(answers()).isEqualTo(Map.of("200", 202L));
    assertThat(taken.lastIndexOf(from + path)).isBetween(0, 49);
  }

  @Test
  void moreThanCanWaitAreRefusedAndTheirConnectionsGoOn() throws IOException {
    int all = 2 * Turns.WAITING;
    for (int i = 0; i < all; i++) {
      say(
          "127.0.0.1",
          "POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Length: " + length(i) + "\r\n\r\n");
    }
    held.countDown();
    for (int i = 0; i < all; i++) {
      say(clients.get(i), " ".repeat(length(i)) + last(SMALL));
    }
    Map<String, Long> answers = answers();
    assertThat(answers.keySet()).containsExactly("200", "503");
    assertThat(answers.get("200")).isGreaterThanOrEqualTo(Turns.WAITING);
    assertThat(meters.get("distributary.http.refused").counter().count())
        .isEqualTo(answers.get("503").doubleValue());
    assertThat(taken.stream().filter(one -> one.endsWith(SMALL))).hasSize(all);
  }

  /** The last ones, which find no place, send more than a connection takes unread. */
  private static int length(int client) {
    return client < 2 * Turns.WAITING - 10 ? 5 : 500_000;
  }

  @Test
  void whoHasLeftIsForgotten() throws IOException {
    ask("127.0.0.1", 20, LARGE);
    for (Socket client : clients) {
      client.close();
    }
    ask("127.0.0.1", 1, LARGE);
    held.countDown();
    read(clients.get(20));
    assertThat(taken).hasSizeLessThan(21);
  }

  @Test
  void aRequestThatFailsHoldsNobodyUp() throws IOException {
    ask("127.0.0.1", 1, BROKEN);
    ask("127.0.0.1", 1, LARGE);
    held.countDown();
    assertThat(read(clients.get(1))).isEqualTo("200");
  }

  private void ask(String from, int times, String path) throws IOException {
    for (int i = 0; i < times; i++) {
      say(from, last(path));
    }
  }

  private static String last(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  }

  private void say(String from, String text) throws IOException {
    Socket client =
        new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
    clients.add(client);
    say(client, text);
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private Map<String, Long> answers() throws IOException {
    List<String> codes = new ArrayList<>();
    for (Socket client : clients) {
      codes.add(read(client));
    }
    return codes.stream()
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }

  /** The status of the first answer, once all have come. */
  private static String read(Socket client) throws IOException {
    client.setSoTimeout(20_000);
    String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return all.split(" ")[1];
  }
}
