package io.distributary.bench.survive;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "survive",
    description = {
      "Ingests a folder of Bundles into a stack of its own, again and again, while gateway, Kafka"
          + " and stores are killed (kill -9) and frozen (SIGSTOP) at random; then sends all once"
          + " more, waits until all views have caught up, and verifies each against the log.",
      "Ends with 0 when no view differs, and there is no dead letter.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class SurviveCommand implements Callable<Integer> {
  private static final List<String> VIEWS = List.of("document", "wide-column", "graph", "search");
  private static final List<String> DIFFERENCES = List.of("missing", "extra", "different", "stale");

  @Option(
      names = "--minutes",
      description = "How long processes are killed and frozen (default: ${DEFAULT-VALUE}).",
      defaultValue = "10")
  private int minutes;

  @Option(names = "--seed", description = "Of what is done to whom (default: a new one).")
  private long seed = new Random().nextInt(1_000_000);

  @Option(
      names = "--bundles",
      paramLabel = "DIR",
      description = "A folder of FHIR Bundles (default: the sample of the project).")
  private @Nullable Path bundles;

  private final PrintStream out = System.out;
  private final PrintStream progress = System.err;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("distributary.root", ".")).toAbsolutePath().normalize();
    Path folder =
        Files.createTempDirectory(
            Files.createDirectories(root.resolve("target/bench")), "survive-");
    progress.println("Seed " + seed + "; logs and data in " + folder);
    try (StackUnderTest stack = StackUnderTest.start(root, folder)) {
      Torment torment = new Torment(stack, seed, progress);
      int runs =
          torment(stack, torment, bundles == null ? root.resolve("compose/sample") : bundles);
      progress.println("All is sent; waiting until the views have caught up.");
      int settled = stack.run("status.log", "status", "--wait", "900");
      boolean right = report(stack, torment, runs) && settled == 0;
      out.println(right ? "No difference." : "Not all is right: see " + folder);
      return right ? 0 : 1;
    }
  }

  /** How often all Bundles were sent; the last time, nothing is tormented any more. */
  private int torment(StackUnderTest stack, Torment torment, Path from)
      throws IOException, InterruptedException {
    Ingesting ingesting = new Ingesting(stack, from);
    Thread sender = new Thread(ingesting, "ingest");
    sender.start();
    torment.run(Duration.ofMinutes(minutes));
    ingesting.finish();
    sender.join();
    return ingesting.runs();
  }

  private boolean report(StackUnderTest stack, Torment torment, int runs)
      throws IOException, InterruptedException {
    out.println("seed " + seed + ", " + minutes + " min, all Bundles sent " + runs + " times");
    torment.done().forEach((what, times) -> out.println("  " + what + ": " + times));
    boolean right = true;
    for (String view : VIEWS) {
      Map<String, @Nullable Object> found = new LinkedHashMap<>();
      Optional<Map<String, @Nullable Object>> verified = stack.json("verify", view, "--json");
      verified.ifPresent(found::putAll);
      long wrong = DIFFERENCES.stream().mapToLong(kind -> size(found.get(kind))).sum();
      right &= verified.isPresent() && wrong == 0;
      out.println(
          "  verify " + view + ": " + found.get("checked") + " checked, " + wrong + " wrong");
    }
    return right && noLetters(stack);
  }

  private boolean noLetters(StackUnderTest stack) throws IOException, InterruptedException {
    long letters = 0;
    Object views = stack.json("status", "--json").orElse(Map.of()).get("views");
    if (views instanceof List<?> list) {
      for (Object view : list) {
        letters += Long.parseLong(String.valueOf(((Map<?, ?>) view).get("deadLetters")));
      }
    }
    out.println("  dead letters: " + letters);
    return letters == 0;
  }

  private static long size(@Nullable Object list) {
    return list instanceof List<?> names ? names.size() : 0;
  }

  /** Sends all Bundles until it is told to finish, then once more. */
  private static final class Ingesting implements Runnable {
    private static final int FAILURES_AT_THE_END = 3;

    private final StackUnderTest stack;
    private final Path from;
    private volatile boolean last;
    private int runs;

    Ingesting(StackUnderTest stack, Path from) {
      this.stack = stack;
      this.from = from;
    }

    void finish() {
      last = true;
    }

    /** To be asked when all is sent. */
    int runs() {
      return runs;
    }

    @Override
    public void run() {
      try {
        for (int tries = FAILURES_AT_THE_END; tries > 0; ) {
          boolean ending = last;
          boolean sent = stack.ingest(from).waitFor() == 0;
          runs += sent ? 1 : 0;
          if (ending) {
            tries = sent ? 0 : tries - 1;
          }
        }
      } catch (IOException e) {
        throw new IllegalStateException("Bundles cannot be sent", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
