package io.distributary.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** Talks to a gateway on this machine. */
abstract class GatewayClient {
  private static final JsonLimits ANSWER = new JsonLimits(64 << 20, 70, 4_000_000);

  private final HttpClient client = HttpClient.newHttpClient();

  /** Where the gateway listens. */
  abstract int port();

  HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/fhir+json")
            .PUT(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  /** Without a body. */
  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  /** With a body in JSON. */
  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** A native query. */
  HttpResponse<String> query(String view, String query) throws IOException, InterruptedException {
    return post("/views/" + view + "/query", query);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Map<String, Object> json(String path) throws Exception {
    byte[] body = get(path).body().getBytes(UTF_8);
    return Json.parseObject(body, JsonLimits.RESOURCE);
  }

  @SuppressWarnings("unchecked")
  List<Map<String, Object>> list(String path, String name) throws Exception {
    return (List<Map<String, Object>>) json(path).get(name);
  }

  /** The rows of a native query's answer. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> rows(HttpResponse<String> answer) throws Exception {
    byte[] body = answer.body().getBytes(UTF_8);
    return (List<Map<String, Object>>) Json.parseObject(body, ANSWER).get("rows");
  }

  /** Lag of every view, as text; null when unknown. */
  List<String> lags() throws Exception {
    return list("/views", "views").stream().map(view -> String.valueOf(view.get("lag"))).toList();
  }

  /** Whether every view has all of the stream, and is open: a lag of 0 alone does not say so. */
  boolean isQuiet() throws Exception {
    return list("/views", "views").stream()
        .allMatch(
            view ->
                "0".equals(String.valueOf(view.get("lag"))) && "RUNNING".equals(view.get("state")));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
