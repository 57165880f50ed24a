package io.distributary.servers.elasticsearch;

import io.distributary.servers.boot.Heartbeat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The first real operation of a node: a document indexed and read again, over HTTP. */
final class FirstDocument {
  private static final String INDEX = "distributary-server-ready";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI index;

  private FirstDocument(int port) {
    this.index = URI.create("http://127.0.0.1:" + port + "/" + INDEX + "/");
  }

  static void writeAndRead(int port) throws IOException, InterruptedException {
    FirstDocument document = new FirstDocument(port);
    document.createIndex();
    document.expectSuccess(document.request("_doc/1").PUT(BodyPublishers.ofString("{\"n\":1}")));
    document.expectSuccess(document.request("_doc/1").GET());
  }

  /** Reads the document again. A node that refuses, as it has too much to do, answers too. */
  static Heartbeat.Operation look(int port) {
    FirstDocument document = new FirstDocument(port);
    HttpRequest request = document.request("_doc/1").GET().timeout(Duration.ofSeconds(30)).build();
    return () -> {
      HttpResponse<String> answer = document.send(request);
      if (answer.statusCode() / 100 == 5) {
        throw unexpected(answer);
      }
    };
  }

  /**
   * One shard without replicas, so that the node's health is green; 400 when a run before made it.
   */
  private void createIndex() throws IOException, InterruptedException {
    String settings = "{\"settings\":{\"number_of_shards\":1,\"number_of_replicas\":0}}";
    HttpResponse<String> answer = send(request("").PUT(BodyPublishers.ofString(settings)));
    if (answer.statusCode() != 200 && answer.statusCode() != 400) {
      throw unexpected(answer);
    }
  }

  private void expectSuccess(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() / 100 != 2) {
      throw unexpected(answer);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(index.resolve(path))
        .header("Content-Type", "application/json")
        .timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return send(request.build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  private static IOException unexpected(HttpResponse<String> answer) {
    return new IOException(
        answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
  }
}
