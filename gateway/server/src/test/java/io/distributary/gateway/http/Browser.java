package io.distributary.gateway.http;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.schemas.json.JsonNumber;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A headless chromium, spoken to in its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 100, 1_000_000);

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<Map<String, Object>>> waiting =
      new ConcurrentHashMap<>();
  private int last;

  private Browser(Process process, URI page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Answers()).join();
  }

  /** Where a browser lies on this machine. */
  static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser open(Path program, Path profile, URI url) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--window-size=1280,1100",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                url.toString())
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output.txt").toFile())
            .start();
    try {
      return new Browser(process, page(profile));
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** The address of the page's own socket, once the browser has written its port. */
  private static URI page(Path profile) {
    Path port = profile.resolve("DevToolsActivePort");
    Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(port) && Files.size(port) > 0);
    return Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> pageOf(Files.readAllLines(port).get(0)), Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<URI> pageOf(String port) throws IOException, InterruptedException {
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    String targets = HttpClient.newHttpClient().send(list, BodyHandlers.ofString()).body();
    return ((List<?>) parsed("{\"all\":" + targets + "}").get("all"))
        .stream()
            .map(target -> (Map<?, ?>) target)
            .filter(target -> "page".equals(target.get("type")))
            .map(target -> URI.create((String) target.get("webSocketDebuggerUrl")))
            .findFirst();
  }

  /** The text that a JavaScript expression evaluates to. */
  String evaluate(String expression) {
    Map<String, Object> answer =
        call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true));
    Map<?, ?> result = (Map<?, ?>) ((Map<?, ?>) answer.get("result")).get("result");
    return String.valueOf(result.get("value"));
  }

  /** Light or dark, as the reader's system would say. */
  void prefer(String scheme) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void screenshot(Path file) throws IOException {
    Map<String, Object> answer = call("Page.captureScreenshot", Map.of("format", "png"));
    String data = (String) ((Map<?, ?>) answer.get("result")).get("data");
    Files.write(file, Base64.getDecoder().decode(data));
  }

  private Map<String, Object> call(String method, Map<String, Object> parameters) {
    CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
    int id = ++last;
    waiting.put(id, answer);
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    socket.sendText(Json.text(message), true).join();
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static Map<String, Object> parsed(String json) {
    try {
      return Json.parseObject(json.getBytes(StandardCharsets.UTF_8), LIMITS);
    } catch (InvalidResourceException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
      text.append(data);
      if (isLast) {
        Map<String, Object> message = parsed(text.toString());
        text.setLength(0);
        if (message.get("id") instanceof JsonNumber id) {
          waiting.remove(id.intValue()).complete(message);
        }
      }
      from.request(1);
      return null;
    }
  }
}
