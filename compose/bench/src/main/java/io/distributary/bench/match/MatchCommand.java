package io.distributary.bench.match;

import io.distributary.people.Generator;
import io.distributary.schemas.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "match",
    description = {
      "Links generated records in a batch, and registers them one by one in a population, each in a"
          + " process of its own. The truth is known, so that right answers are counted as well.",
      "",
      "batch: the command link, from a CSV file to the clusters' file; seconds, largest memory of the"
          + " process, and precision, recall and F1 by pairs.",
      "lookup: a gateway with a document view full of these patients; seconds from its start until"
          + " they can be looked up, and microseconds of single look-ups over HTTP, by two clients.",
      "register: seconds, and microseconds of single calls when the population is full; bytes of heap a"
          + " patient.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class MatchCommand implements Callable<Integer> {
  @Option(
      names = "--records",
      split = ",",
      description = "How many; several numbers make several runs (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000000")
  private List<Integer> records = List.of();

  @Option(names = "--only", description = "batch, register or lookup.")
  private String only = "";

  @Option(
      names = "--heap",
      description = "Largest heap of each process, in MiB (default: ${DEFAULT-VALUE}).",
      defaultValue = "1700")
  private int heap;

  @Option(names = "--seed", description = "Of the records.", defaultValue = "42")
  private long seed;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  private final PrintStream out = System.out;
  private final PrintStream progress = System.err;

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    Path root = Path.of(System.getProperty("distributary.root", ".")).toAbsolutePath().normalize();
    Path all = Files.createDirectories(root.resolve("target/bench"));
    Path folder = Files.createTempDirectory(all, "match-");
    List<Map<String, Object>> runs = new ArrayList<>();
    try {
      for (int count : records) {
        runs.add(run(new Generator(seed, count), root, folder));
      }
    } finally {
      Folders.delete(folder);
    }
    out.println(json ? Json.text(Map.of("runs", runs)) : table(runs));
    return 0;
  }

  private Map<String, Object> run(Generator generator, Path root, Path folder)
      throws IOException, InterruptedException, ExecutionException {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("records", generator.records());
    if (isWanted("batch")) {
      run.put("batch", new BatchRun(generator, new LinkRun(root, folder, heap), progress).run());
    }
    if (isWanted("register")) {
      run.put("register", new RegisterRun(seed, generator.records(), folder, heap, progress).run());
    }
    if (isWanted("lookup")) {
      run.put(
          "lookup", new LookUpRun(seed, generator.records(), root, folder, heap, progress).run());
    }
    return run;
  }

  private boolean isWanted(String part) {
    return only.isEmpty() || only.equals(part);
  }

  private static String table(List<Map<String, Object>> runs) {
    StringBuilder table = new StringBuilder();
    for (Map<String, Object> run : runs) {
      table.append(String.format(Locale.ROOT, "%,d records%n", (Integer) run.get("records")));
      run.forEach(
          (part, figures) -> {
            if (figures instanceof Map<?, ?> map) {
              map.forEach(
                  (name, figure) ->
                      table.append(
                          String.format(Locale.ROOT, "  %-10s%-24s%s%n", part, name, figure)));
            }
          });
    }
    return table.toString();
  }
}
