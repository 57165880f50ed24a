package io.distributary.bench.survive;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A whole stack of its own, from {@code compose/distributary up}, driven by its command line. */
final class StackUnderTest implements AutoCloseable {
  static final String GATEWAY = "gateway";

  private final Path root;
  private final Path folder;
  private final Thread onInterrupt = new Thread(this::down, "down");
  private boolean down;

  private StackUnderTest(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /**
   * Starts it and waits until it is up.
   *
   * @param root the project's folder, built
   * @param folder for its data and logs
   */
  static StackUnderTest start(Path root, Path folder) throws IOException, InterruptedException {
    StackUnderTest stack = new StackUnderTest(root, folder);
    if (stack.run("up.log", "up", "--detach", "--port", Integer.toString(freePort())) != 0) {
      throw new IOException("The stack did not start: " + folder.resolve("up.log"));
    }
    Runtime.getRuntime().addShutdownHook(stack.onInterrupt);
    return stack;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Process ids by name, the gateway's among them; what does not run now is left out.
   *
   * @throws IOException when nothing is up any more
   */
  Map<String, Long> processes() throws IOException {
    Map<String, @Nullable Object> up = up();
    Map<String, Long> found = new TreeMap<>();
    pid(up.get(GATEWAY)).ifPresent(pid -> found.put(GATEWAY, pid));
    if (up.get("servers") instanceof Map<?, ?> servers) {
      servers.forEach(
          (name, server) -> pid(server).ifPresent(pid -> found.put(String.valueOf(name), pid)));
    }
    return found;
  }

  private Map<String, @Nullable Object> up() throws IOException {
    try {
      return Json.parseObject(
          Files.readAllBytes(folder.resolve("run/up.json")), JsonLimits.RESOURCE);
    } catch (InvalidResourceException e) {
      throw new IOException("run/up.json cannot be read", e);
    }
  }

  private static OptionalLong pid(@Nullable Object entry) {
    return entry instanceof Map<?, ?> process && process.get("pid") != null
        ? OptionalLong.of(Long.parseLong(String.valueOf(process.get("pid"))))
        : OptionalLong.empty();
  }

  /** Begins to send all Bundles of a folder; waits for nothing. */
  Process ingest(Path data) throws IOException {
    List<String> words = new ArrayList<>(List.of("ingest", "--retry-for", "900"));
    try (Stream<Path> files = Files.list(data)) {
      files
          .filter(file -> file.toString().matches(".*\\.(json|ndjson)(\\.gz)?"))
          .sorted()
          .forEach(file -> words.add(file.toString()));
    }
    return begin("ingest.log", words.toArray(String[]::new));
  }

  /** Runs a command to its end; its output goes to a file of the folder. */
  int run(String log, String... words) throws IOException, InterruptedException {
    return begin(log, words).waitFor();
  }

  /** The JSON that a command prints; empty when it printed none. */
  Optional<Map<String, @Nullable Object>> json(String... words)
      throws IOException, InterruptedException {
    Path answer = folder.resolve("answer.json");
    command(words)
        .redirectOutput(answer.toFile())
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("check.log").toFile()))
        .start()
        .waitFor();
    try {
      return Optional.of(Json.parseObject(Files.readAllBytes(answer), JsonLimits.RESOURCE));
    } catch (InvalidResourceException e) {
      return Optional.empty();
    }
  }

  private Process begin(String log, String... words) throws IOException {
    return command(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()))
        .start();
  }

  private ProcessBuilder command(String... words) {
    List<String> line = new ArrayList<>();
    line.add(root.resolve("compose/distributary").toString());
    line.addAll(List.of(words));
    line.addAll(List.of("--data", folder.toString()));
    return new ProcessBuilder(line).directory(root.toFile());
  }

  @Override
  public void close() {
    down();
  }

  /** Once, whoever is first: the end of the command, or Ctrl-C. */
  private synchronized void down() {
    if (down) {
      return;
    }
    down = true;
    try {
      run("down.log", "down");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
