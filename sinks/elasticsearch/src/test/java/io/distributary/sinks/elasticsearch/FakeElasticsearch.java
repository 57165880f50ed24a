package io.distributary.sinks.elasticsearch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.distributary.sink.NativeQuery;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers every search in the same way, however long that takes. */
final class FakeElasticsearch implements AutoCloseable {
  /** Writes an answer's body; ends early when nobody reads it. */
  interface Body {
    void write(OutputStream out) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ElasticsearchConnection connection;
  private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  FakeElasticsearch(int status, Body body) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, status, body));
    server.start();
    String uri = "http://127.0.0.1:" + server.getAddress().getPort();
    connection = ElasticsearchConnection.to(TestSinks.config(uri, "fake", Duration.ofSeconds(30)));
  }

  private void answer(HttpExchange exchange, int status, Body body) throws IOException {
    asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      body.write(out);
      answered.complete(true);
    } catch (IOException e) {
      answered.complete(false);
      throw e;
    }
  }

  NativeQuery query() {
    return new ElasticsearchNativeQuery(connection, "live");
  }

  /** For what is no search. */
  ElasticsearchConnection connection() {
    return connection;
  }

  /** The bodies of all requests so far. */
  List<String> asked() {
    return asked;
  }

  /** Whether the first answer was taken to its end; false when its reader went away. */
  CompletableFuture<Boolean> answered() {
    return answered;
  }

  static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    connection.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
