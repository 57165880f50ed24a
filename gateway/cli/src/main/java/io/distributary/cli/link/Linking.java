package io.distributary.cli.link;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.gateway.matching.block.Blocking;
import io.distributary.gateway.matching.cluster.Apart;
import io.distributary.gateway.matching.cluster.BatchLinkage;
import io.distributary.gateway.matching.model.InvalidModelException;
import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.model.ModelText;
import io.distributary.gateway.matching.model.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of the command. */
public final class Linking {
  private static final Path SHIPPED = Path.of("common");

  private final Plan plan;
  private final PrintStream progress;
  private final long begin = System.nanoTime();

  /** Which records are compared. */
  public enum Mode {
    /** Any two. */
    dedupe,
    /** Those of different files. */
    link
  }

  /**
   * What is to be done; files that are null are not written.
   *
   * @param oneToOne a person has at most one record of each file
   * @param model to judge by, {@code common} for the one that ships; null: learn from the records
   * @param parts of the method that are used
   * @param clusters where the persons go
   */
  public record Plan(
      List<Path> inputs,
      Mode mode,
      boolean oneToOne,
      Columns columns,
      @Nullable Path model,
      Set<Part> parts,
      Path clusters,
      @Nullable Path pairs,
      @Nullable Path saveModel,
      @Nullable Path report) {}

  public Linking(Plan plan, PrintStream progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @throws CommandFailedException when the input is not as it should be
   */
  public void run() throws CommandFailedException, IOException, InterruptedException {
    if (plan.mode() == Mode.link && plan.inputs().size() < 2) {
      throw new CommandFailedException("--mode link compares files: it needs --input twice.");
    }
    if (plan.oneToOne() && plan.mode() != Mode.link) {
      throw new CommandFailedException("--one-to-one speaks of files: it needs --mode link.");
    }
    checkFiles();
    Model known = plan.model() == null ? null : read(plan.model());
    Loaded loaded = new Loader(plan.columns(), progress).load(plan.inputs());
    say("%,d records read".formatted(loaded.ids().size()));
    BatchLinkage linkage =
        new BatchLinkage(
            loaded.records(), eligible(loaded), apart(loaded), plan.parts(), this::say);
    BatchLinkage.Linked linked = known == null ? linkage.link() : linkage.link(known);
    Findings findings = new Findings(loaded, linked);
    say(findings.summary());
    write(findings);
    say("done");
  }

  /** Before hours of work: nothing is written over, and everything can be written. */
  private void checkFiles() throws CommandFailedException {
    Set<Path> taken = new HashSet<>();
    plan.inputs().forEach(input -> taken.add(input.toAbsolutePath().normalize()));
    for (Path output : outputs()) {
      Path file = output.toAbsolutePath().normalize();
      if (!taken.add(file)) {
        throw new CommandFailedException(output + " would be written over: it is named twice.");
      }
      Path folder = file.getParent();
      if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
        throw new CommandFailedException(output + " cannot be written: there is no such folder.");
      }
    }
  }

  private List<Path> outputs() {
    return Stream.of(plan.clusters(), plan.pairs(), plan.saveModel(), plan.report())
        .filter(file -> file != null)
        .toList();
  }

  private static Model read(Path file) throws CommandFailedException, IOException {
    if (file.equals(SHIPPED)) {
      return ModelText.common();
    }
    if (!Files.isReadable(file)) {
      throw new CommandFailedException("There is no file " + file + " that can be read.");
    }
    try {
      return ModelText.read(Files.readAllBytes(file));
    } catch (InvalidModelException e) {
      throw new CommandFailedException(file + ": " + e.getMessage() + ".");
    }
  }

  private Blocking.Eligible eligible(Loaded loaded) {
    return plan.mode() == Mode.link
        ? (a, b) -> loaded.files()[a] != loaded.files()[b]
        : (a, b) -> true;
  }

  private Apart apart(Loaded loaded) {
    Apart twins = Apart.twins(loaded.records());
    return plan.oneToOne()
        ? (a, b) -> loaded.files()[a] == loaded.files()[b] || twins.test(a, b)
        : twins;
  }

  private void write(Findings findings) throws IOException {
    ClustersFile.write(findings, plan.clusters());
    if (plan.pairs() != null) {
      PairsFile.write(findings, plan.pairs());
    }
    if (plan.saveModel() != null) {
      Files.write(plan.saveModel(), ModelText.write(findings.model()));
    }
    if (plan.report() != null) {
      new ReportPage(findings).write(plan.report());
    }
  }

  private void say(String what) {
    double seconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) / 1e3;
    progress.println(String.format(Locale.ROOT, "%7.1f s  %s", seconds, what));
  }
}
