package io.distributary.bench.match;

import io.distributary.gateway.matching.model.Part;
import io.distributary.people.Generator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code compose/distributary bench accuracy}. */
@Command(
    name = "accuracy",
    description = {
      "Links sets of records whose persons are known by the command link, with the same settings for"
          + " all, and prints tables: how right the persons are, by pairs of records, in the order of"
          + " the file and shuffled; with --parts also what is lost without each part of the method.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class AccuracyCommand implements Callable<Integer> {
  private static final int GENERATED = 20_000;
  private static final String NAMES_AND_DAY = "given=given,family=family,birthDate=birthDate";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder of the listed sets' files (default: generated records only).")
  private @Nullable Path data;

  @Option(
      names = "--sets",
      paramLabel = "FILE",
      description =
          "The list: name | records | truth | columns in a line (default:"
              + " compose/bench/linkage-sets.txt).")
  private @Nullable Path sets;

  @Option(names = "--parts", description = "Also without each part of the method.")
  private boolean parts;

  @Option(names = "--seed", description = "Of generated records and of the shuffled order.")
  private long seed = 42;

  @Option(
      names = "--heap",
      description = "Largest heap of each process, in MiB (default: ${DEFAULT-VALUE}).",
      defaultValue = "1700")
  private int heap;

  private final PrintStream out = System.out;
  private final PrintStream progress = System.err;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("distributary.root", ".")).toAbsolutePath().normalize();
    Path all = Files.createDirectories(root.resolve("target/bench"));
    Path folder = Files.createTempDirectory(all, "accuracy-");
    try {
      run(sets(root, folder), new LinkRun(root, folder, heap));
    } finally {
      Folders.delete(folder);
    }
    return 0;
  }

  private List<LinkageSet> sets(Path root, Path folder) throws IOException {
    List<LinkageSet> found = new ArrayList<>();
    if (data != null) {
      Path list = sets == null ? root.resolve("compose/bench/linkage-sets.txt") : sets;
      for (LinkageSet set : LinkageSet.read(list, data)) {
        if (set.isThere()) {
          found.add(set);
        } else {
          progress.println("Not there: " + set.records());
        }
      }
    }
    LinkageSet generated = LinkageSet.write(new Generator(seed, GENERATED), folder);
    found.add(generated);
    found.add(generated.with("names and birth date", NAMES_AND_DAY));
    return found;
  }

  private void run(List<LinkageSet> found, LinkRun command)
      throws IOException, InterruptedException {
    out.println(
        "| set | precision | recall | F1 | F1, shuffled |\n| --- | --- | --- | --- | --- |");
    List<Double> whole = new ArrayList<>();
    for (LinkageSet set : found) {
      Accuracy accuracy = command.link(set).accuracy();
      Accuracy shuffled = command.link(set.shuffled(seed, command.folder())).accuracy();
      whole.add(accuracy.f1());
      print(
          "| %s | %.4f | %.4f | %.4f | %.4f |",
          set.name(), accuracy.precision(), accuracy.recall(), accuracy.f1(), shuffled.f1());
    }
    if (parts) {
      without(found, whole, command);
    }
  }

  /** By set and part, the F1 that is lost without it. */
  private void without(List<LinkageSet> found, List<Double> whole, LinkRun command)
      throws IOException, InterruptedException {
    out.println();
    out.println("| F1 lost without | " + words(" | ") + " |");
    out.println("| --- " + "| --- ".repeat(Part.values().length) + "|");
    for (int i = 0; i < found.size(); i++) {
      StringBuilder row = new StringBuilder("| " + found.get(i).name() + " |");
      for (Part part : Part.values()) {
        double f1 = command.link(found.get(i), "--without", part.name()).accuracy().f1();
        row.append(String.format(Locale.ROOT, " %.4f |", whole.get(i) - f1));
      }
      out.println(row);
    }
  }

  private static String words(String between) {
    List<String> words = new ArrayList<>();
    for (Part part : Part.values()) {
      words.add(part.name().toLowerCase(Locale.ROOT));
    }
    return String.join(between, words);
  }

  private void print(String form, Object... values) {
    out.println(String.format(Locale.ROOT, form, values));
    out.flush();
  }
}
