package io.distributary.bench;

import io.distributary.bench.Fanout.Plan;
import io.distributary.bench.stores.LocalServers;
import io.distributary.bench.stores.Stores;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "fanout",
    description = {
      "Moves events into each view alone and into all four at once: through a gateway, and through a"
          + " minimal program with the plain drivers (the limit). ratio = limit's seconds / gateway's"
          + " seconds.",
      "",
      "Starts servers of its own and ends them. Each measurement has a process of its own (-Xmx512m,"
          + " serial collector, both alike), which first gets the events of --warm-up; the measured"
          + " events then appear at one moment, and the time runs until all are in the stores and"
          + " their offsets are committed. CPU seconds are those of the process meanwhile. A first"
          + " round warms the servers and does not count.",
      ""
    },
    mixinStandardHelpOptions = true)
final class FanoutCommand implements Callable<Integer> {
  private static final int MOST_EVENTS = 100_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--events",
      description = "How many are measured (default: ${DEFAULT-VALUE}; at most 100,000).",
      defaultValue = "50000")
  private int events;

  @Option(
      names = "--warm-up",
      description = "How many come before, for both alike (default: ${DEFAULT-VALUE}).",
      defaultValue = "20000")
  private int warmUp;

  @Option(
      names = "--rounds",
      description = "How often; the median is told (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private int rounds;

  @Option(
      names = "--only",
      description = "all, document, wide-column, graph or search; may be repeated.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--data",
      description =
          "A folder of FHIR Bundles to make events of (default: the sample of the project).")
  private @Nullable Path data;

  @Option(
      names = "--seed",
      description = "Of the resources' ids (default: ${DEFAULT-VALUE}).",
      defaultValue = "42")
  private long seed;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  private final PrintStream out = System.out;
  private final PrintStream progress = System.err;

  @Override
  public Integer call()
      throws BenchFailedException, IOException, ExecutionException, InterruptedException {
    Path root = Path.of(System.getProperty("distributary.root", ".")).toAbsolutePath().normalize();
    Path all = Files.createDirectories(root.resolve("target/bench"));
    Path folder = Files.createTempDirectory(all, "fanout-");
    Plan plan = plan(root, folder);
    progress.println("Starting Kafka and four stores in " + folder);
    try (LocalServers servers = LocalServers.start(root, folder);
        Stores stores = new Stores(servers.addresses())) {
      Report report = new Fanout(plan, servers.addresses(), stores, progress).run();
      out.print(json ? report.json() + System.lineSeparator() : report.table());
      out.flush();
    } finally {
      delete(folder);
    }
    return 0;
  }

  private Plan plan(Path root, Path folder) {
    check(events >= 1 && events <= MOST_EVENTS, "--events is not from 1 to 100,000");
    check(warmUp >= 1 && warmUp <= MOST_EVENTS, "--warm-up is not from 1 to 100,000");
    check(rounds >= 1, "--rounds is not at least 1");
    Path sample = data == null ? root.resolve("compose/sample") : data;
    check(Files.isDirectory(sample), "--data is not a folder: " + sample);
    return new Plan(root, folder, sample, seed, events, warmUp, rounds, subjects());
  }

  private List<Subject> subjects() {
    only.forEach(
        word ->
            check(
                Subject.of(word).isPresent(),
                "Unknown word '%s' after --only. Known: all, document, wide-column, graph, search."
                    .formatted(word)));
    return Stream.of(Subject.values())
        .filter(subject -> only.isEmpty() || only.contains(subject.toString()))
        .toList();
  }

  private void check(boolean right, String sentence) {
    if (!right && spec != null) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
