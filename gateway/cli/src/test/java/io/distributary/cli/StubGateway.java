package io.distributary.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Speaks as much of the gateway's HTTP as the command line needs, and fails when told to. */
public final class StubGateway implements AutoCloseable {
  /** What happens to a request instead of an answer. */
  public enum Fault {
    /** The connection ends, and nothing was done. */
    RESET,
    /** The connection ends, and everything was done. */
    RESET_AFTER_THE_WORK,
    UNAVAILABLE,
    /** Every second entry is answered with 503. */
    HALF_UNAVAILABLE,
    NOT_FOUND
  }

  private final HttpServer server;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Map<String, Map<String, Object>> resources = new ConcurrentHashMap<>();
  private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private volatile Function<String, Integer> entryStatus = id -> 201;
  private volatile Function<Integer, Integer> wholeStatus = size -> 200;

  public StubGateway() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/", this::handle);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next requests go wrong like this. */
  public void failNext(Fault... next) {
    faults.addAll(List.of(next));
  }

  public void answerEntries(Function<String, Integer> status) {
    entryStatus = status;
  }

  public void answerWholeBatches(Function<Integer, Integer> statusBySize) {
    wholeStatus = statusBySize;
  }

  public void answer(String path, String json) {
    answers.put(path, json);
  }

  public Map<String, Map<String, Object>> resources() {
    return resources;
  }

  /** Ids in the order in which they arrived. */
  public List<String> order() {
    return List.copyOf(order);
  }

  public List<Integer> batchSizes() {
    return batchSizes;
  }

  public Map<String, String> lastHeaders() {
    return headers;
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Fault fault = faults.poll();
    if (fault == Fault.RESET) {
      exchange.close();
    } else if (fault == Fault.UNAVAILABLE) {
      reply(exchange, 503, "{}");
    } else if (fault == Fault.NOT_FOUND) {
      reply(exchange, 404, "not found");
    } else if (exchange.getRequestMethod().equals("POST")
        && exchange.getRequestURI().getPath().equals("/fhir")) {
      batch(exchange, body, fault);
    } else {
      String answer = answers.get(exchange.getRequestURI().toString());
      reply(
          exchange,
          answer == null ? 404 : 200,
          answer == null ? "{\"title\":\"No such thing\"}" : answer);
    }
  }

  private void batch(HttpExchange exchange, byte[] body, Fault fault) throws IOException {
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
    List<?> entries = (List<?>) parsed(body).get("entry");
    batchSizes.add(entries.size());
    int whole = wholeStatus.apply(entries.size());
    if (whole != 200) {
      reply(
          exchange,
          whole,
          "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"diagnostics\":\"as a whole\"}]}");
      return;
    }
    List<Map<String, Object>> responses = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      responses.add(
          Map.of(
              "response",
              entry((Map<?, ?>) entries.get(i), fault == Fault.HALF_UNAVAILABLE && i % 2 == 1)));
    }
    if (fault == Fault.RESET_AFTER_THE_WORK) {
      exchange.close();
    } else {
      reply(exchange, 200, Json.text(Map.of("resourceType", "Bundle", "entry", responses)));
    }
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> entry(Map<?, ?> entry, boolean unavailable) {
    String url = (String) ((Map<?, ?>) entry.get("request")).get("url");
    int status = unavailable ? 503 : entryStatus.apply(url);
    Map<String, Object> response = new HashMap<>();
    response.put("status", status + " Phrase");
    if (status < 300) {
      order.add(url);
      resources.put(url, (Map<String, Object>) entry.get("resource"));
    } else {
      response.put("outcome", Map.of("issue", List.of(Map.of("diagnostics", "said so"))));
    }
    return response;
  }

  private static Map<String, Object> parsed(byte[] body) {
    try {
      return Json.parseObject(body, new JsonLimits(1 << 30, 100, Integer.MAX_VALUE));
    } catch (io.distributary.schemas.InvalidResourceException e) {
      throw new AssertionError(e);
    }
  }

  private static void reply(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    ((java.util.concurrent.ExecutorService) server.getExecutor()).shutdownNow();
  }
}
