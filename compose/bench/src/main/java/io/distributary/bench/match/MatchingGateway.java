package io.distributary.bench.match;

import io.distributary.bench.stores.Addresses;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.servers.JavaProgram;
import io.distributary.servers.Ports;
import io.distributary.servers.ServerLaunch;
import io.distributary.servers.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A gateway with a document view alone, with room for a population. */
final class MatchingGateway {
  private static final Duration GRACE = Duration.ofSeconds(25);
  private static final int LINES_SHOWN = 20;
  private static final long LOOK_MS = 100;

  private final Path root;
  private final Path folder;
  private final int heap;
  private final int port;

  /**
   * @param heap in MiB
   */
  MatchingGateway(Path root, Path folder, String prefix, Addresses addresses, int heap)
      throws IOException {
    this.root = root;
    this.folder = Files.createDirectories(folder);
    this.heap = heap;
    this.port = Ports.pick(List.of("port"), folder.toString()).getOrDefault("port", 0);
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Files.createSymbolicLink(
        plugins.resolve("mongodb"), root.resolve("sinks/mongodb/target/plugin"));
    Files.writeString(
        folder.resolve("gateway.yaml"),
        """
        http: {host: 127.0.0.1, port: %d}
        kafka: {bootstrapServers: "%s"}
        stream: {prefix: %s}
        match: {maxPatients: 100000000}
        views:
          - {name: document, type: mongodb, config: {uri: "%s", database: %s}}
        """
            .formatted(port, addresses.bootstrapServers(), prefix, addresses.mongodbUri(), prefix));
  }

  Running start() throws IOException {
    return new Running(launch().start());
  }

  private ServerLaunch launch() throws IOException {
    try (Stream<Path> jars = Files.list(root.resolve("gateway/cli/target/lib"))) {
      JavaProgram program =
          new JavaProgram(
              jars.sorted().toList(),
              "io.distributary.cli.Main",
              List.of(
                  "-Xmx" + heap + "m",
                  "-XX:MaxDirectMemorySize=192m",
                  "-XX:+UseParallelGC",
                  "-XX:+ExitOnOutOfMemoryError",
                  "-XX:-UsePerfData",
                  "-Djava.net.preferIPv4Stack=true",
                  "-Dfile.encoding=UTF-8"),
              List.of("serve", "--config", folder.resolve("gateway.yaml").toString()));
      return new ServerLaunch(
          "gateway",
          program.command(folder.resolve("java-arguments")),
          Map.of(),
          folder,
          folder.resolve("log"),
          GRACE);
    }
  }

  /** One that runs. */
  final class Running implements AutoCloseable {
    private final long begin = System.nanoTime();
    private final ServerProcess process;
    private final HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Running(ServerProcess process) {
      this.process = process;
    }

    void requireAlive() throws IOException {
      if (!process.isAlive()) {
        throw new IOException(
            "The gateway has ended. The end of its log:\n"
                + String.join("\n", process.lastLines(LINES_SHOWN)));
      }
    }

    /** Waits until so many patients can be looked up; returns the seconds since its start. */
    double awaitPopulation(int patients) throws IOException, InterruptedException {
      while (!has(patients)) {
        requireAlive();
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      }
      return (System.nanoTime() - begin) / 1e9;
    }

    private boolean has(int patients) throws InterruptedException {
      try {
        HttpResponse<byte[]> answer =
            http.send(request("/population").GET().build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
          return false;
        }
        Map<String, ?> population = Json.parseObject(answer.body(), JsonLimits.RESOURCE);
        return Boolean.TRUE.equals(population.get("ready"))
            && Integer.parseInt(String.valueOf(population.get("patients"))) == patients;
      } catch (IOException | InvalidResourceException notYet) {
        return false;
      }
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** Looks up every so many of the wanted, one after the other; microseconds of each. */
    CompletableFuture<long[]> client(List<byte[]> wanted, int first, int every) {
      return CompletableFuture.supplyAsync(
          () -> {
            long[] micros = new long[(wanted.size() - first + every - 1) / every];
            for (int i = 0; i < micros.length; i++) {
              micros[i] = lookUp(wanted.get(first + i * every));
            }
            return micros;
          });
    }

    private long lookUp(byte[] patient) {
      HttpRequest request =
          request("/fhir/Patient/$match")
              .header("Content-Type", "application/fhir+json")
              .POST(BodyPublishers.ofByteArray(patient))
              .build();
      try {
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        long micros = (System.nanoTime() - start) / 1_000;
        // 400: so much is missing that nobody could be found.
        if (answer.statusCode() != 200 && answer.statusCode() != 400) {
          throw new IllegalStateException("A look-up was answered with " + answer.statusCode());
        }
        return micros;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The largest memory that the process has had. */
    long peakMib() throws IOException {
      return process.handle().isPresent() ? Memory.peakKib(process.handle().get().pid()) / 1024 : 0;
    }

    @Override
    public void close() throws IOException {
      process.close();
    }
  }
}
