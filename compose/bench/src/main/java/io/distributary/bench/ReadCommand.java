package io.distributary.bench;

import io.distributary.bench.Contender.Setting;
import io.distributary.bench.read.ReadData;
import io.distributary.bench.read.ReadReport;
import io.distributary.bench.read.Reads;
import io.distributary.bench.stores.LocalServers;
import io.distributary.bench.stores.Stores;
import io.distributary.bench.stores.View;
import io.distributary.schemas.event.EncodedEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "read",
    description = {
      "Reads through a gateway (-Xmx512m) over HTTP, and the same by the stores' plain drivers from"
          + " this process; by one caller and by 16 at once. ratio = gateway's median / driver's.",
      "",
      "Starts servers of its own and ends them. The views hold a folder of Bundles and a synthetic"
          + " patient with 1,000 resources of 2.4 KB. Gateway and driver take turns in short rounds."
          + " Before it is measured, each answer is held to what the driver gives.",
      "",
      "livez: the floor, an answer that needs nothing; HTTP and this client are in all that follows.",
      "read: GET Type/id; the driver finds the document and copies its bytes.",
      "history: five versions; the driver gets heads, then bodies.",
      "everything: $$everything of 1,000 resources; the driver scans the chart.",
      "document, graph, search, wide-column: a native query each. match: Patient/$$match of somebody"
          + " known.",
      ""
    },
    mixinStandardHelpOptions = true)
final class ReadCommand implements Callable<Integer> {
  private static final int EVENTS_AT_ONCE = 5_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--seconds",
      description =
          "How long each read is measured on each side, by so many callers"
              + " (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private int seconds;

  @Option(
      names = "--rounds",
      description = "Into how many rounds these are cut (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private int rounds;

  @Option(
      names = "--warm-up",
      description = "Seconds of each read before, which do not count (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int warmUp;

  @Option(names = "--only", description = "One of the reads above; may be repeated.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--bundles",
      paramLabel = "DIR",
      description = "A folder of FHIR Bundles (default: the sample of the project).")
  private @Nullable Path bundles;

  @Option(
      names = "--seed",
      description = "Of the synthetic patient and of what is read (default: ${DEFAULT-VALUE}).",
      defaultValue = "42")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too.")
  private @Nullable Path json;

  private final PrintStream out = System.out;
  private final PrintStream progress = System.err;

  @Override
  public Integer call()
      throws BenchFailedException, IOException, ExecutionException, InterruptedException {
    Path root = Path.of(System.getProperty("distributary.root", ".")).toAbsolutePath().normalize();
    Path sample = bundles == null ? root.resolve("compose/sample") : bundles;
    Reads.Plan plan = plan(sample);
    Path all = Files.createDirectories(root.resolve("target/bench"));
    Path folder = Files.createTempDirectory(all, "read-");
    progress.println("Starting Kafka and four stores in " + folder);
    try (LocalServers servers = LocalServers.start(root, folder)) {
      Setting setting =
          new Setting(
              root,
              folder.resolve("gateway"),
              "r" + Long.toString(System.currentTimeMillis(), 36),
              servers.addresses(),
              List.of(View.values()));
      ReadReport report = measure(setting, ReadData.of(sample, seed), plan, progress);
      out.print(report.table());
      out.flush();
      if (json != null) {
        Files.writeString(json, report.json() + System.lineSeparator());
      }
    } finally {
      FanoutCommand.delete(folder);
    }
    return 0;
  }

  private Reads.Plan plan(Path sample) {
    check(seconds >= 1, "--seconds is not at least 1");
    check(rounds >= 1, "--rounds is not at least 1");
    check(warmUp >= 1, "--warm-up is not at least 1");
    check(Files.isDirectory(sample), "--bundles is not a folder: " + sample);
    only.forEach(
        word ->
            check(
                Reads.QUESTIONS.contains(word),
                "Unknown word '%s' after --only. Known: %s."
                    .formatted(word, String.join(", ", Reads.QUESTIONS))));
    return new Reads.Plan(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), rounds, only);
  }

  private void check(boolean right, String sentence) {
    if (!right && spec != null) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }

  /** Starts a gateway, fills its views, and reads. */
  static ReadReport measure(Setting setting, ReadData data, Reads.Plan plan, PrintStream progress)
      throws BenchFailedException, IOException, ExecutionException, InterruptedException {
    int port = Contender.port(setting); // while it is free, it is this one
    try (Run run = Run.start(Contender.GATEWAY, setting)) {
      progress.printf("Writing %,d events of %s%n", data.events().size(), data);
      for (int first = 0; first < data.events().size(); first += EVENTS_AT_ONCE) {
        int end = Math.min(first + EVENTS_AT_ONCE, data.events().size());
        List<EncodedEvent> some = data.events().subList(first, end);
        run.measure(some);
      }
      requireWhole(setting, data);
      Reads.Gateway gateway =
          new Reads.Gateway(port, setting.addresses(), setting.namespace(), run::cpu);
      return new Reads(gateway, data, plan, progress).run();
    }
  }

  /** Looks into the stores; what Elasticsearch holds can be found afterwards. */
  private static void requireWhole(Setting setting, ReadData data)
      throws BenchFailedException, IOException {
    try (Stores stores = new Stores(setting.addresses())) {
      for (View view : List.of(View.DOCUMENT, View.WIDE_COLUMN, View.SEARCH)) {
        long held = stores.count(view, setting.namespace());
        if (held != data.resources()) {
          throw new BenchFailedException(
              "View %s holds %d of %d resources".formatted(view.id(), held, data.resources()));
        }
      }
    }
  }
}
