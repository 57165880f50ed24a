package io.distributary.cli.link;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.gateway.matching.block.Blocking;
import io.distributary.gateway.matching.record.Features;
import io.distributary.gateway.matching.record.Normalizer;
import io.distributary.gateway.matching.record.PatientRecord;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.record.Vocabulary;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads all files; what is read is normalised while the next lines come. */
final class Loader implements Intake {
  private static final int BATCH = 8_192;
  private static final int MOST_FILES = 100;

  private final Columns columns;
  private final PrintStream progress;
  private final Vocabulary vocabulary = new Vocabulary();
  private final Unread unread = new Unread();
  private final List<String> ids = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private final List<@Nullable Term[][]> rows = new ArrayList<>();
  private byte[] files = new byte[BATCH];
  private int file;
  private List<PatientRecord> batch = new ArrayList<>(BATCH);
  private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);

  Loader(Columns columns, PrintStream progress) {
    this.columns = columns;
    this.progress = progress;
  }

  /**
   * Reads files.
   *
   * @throws CommandFailedException when one cannot be read, or a record's id occurs twice
   */
  Loaded load(List<Path> inputs) throws CommandFailedException, IOException, InterruptedException {
    if (inputs.size() > MOST_FILES) {
      throw new CommandFailedException("More than " + MOST_FILES + " files.");
    }
    for (Path input : inputs) {
      read(input);
      file++;
    }
    normalise();
    before.join();
    if (ids.isEmpty()) {
      throw new CommandFailedException(
          "There are no records in "
              + inputs.stream().map(Path::toString).collect(Collectors.joining(", "))
              + ".");
    }
    unread.notes().forEach(progress::println);
    @Nullable Term[][] all = rows.stream().flatMap(Arrays::stream).toArray(Term[][]::new);
    return new Loaded(ids, Arrays.copyOf(files, ids.size()), new Records(vocabulary, all));
  }

  private void read(Path input) throws CommandFailedException, IOException, InterruptedException {
    if (!Files.isReadable(input) || Files.isDirectory(input)) {
      throw new CommandFailedException("There is no file " + input + " that can be read.");
    }
    try {
      if (input.getFileName().toString().matches("(?i).*\\.(nd)?jsonl?(\\.gz)?")) {
        new NdjsonFile(input).read(this);
      } else {
        new CsvFile(input, columns).read(this);
      }
    } catch (NoSuchFileException e) {
      throw new CommandFailedException("There is no file " + input + ".");
    } catch (EOFException | ZipException e) {
      throw new CommandFailedException(input + " is gzip'ed, and damaged or cut off.");
    }
  }

  @Override
  public void record(PatientRecord record) throws CommandFailedException {
    if (ids.size() == Blocking.MOST_RECORDS) {
      throw new CommandFailedException(
          "More than %,d records at once are too many.".formatted(Blocking.MOST_RECORDS));
    }
    if (!known.add(record.id())) {
      throw new CommandFailedException(
          "The id of record %,d occurs twice; ids tell the records of all files apart. Is the first column the id? Else say --id."
              .formatted(ids.size() + 1));
    }
    if (files.length == ids.size()) {
      files = Arrays.copyOf(files, 2 * files.length);
    }
    files[ids.size()] = (byte) file;
    ids.add(record.id());
    batch.add(record);
    if (batch.size() == BATCH) {
      normalise();
    }
  }

  private void normalise() {
    List<PatientRecord> full = batch;
    batch = new ArrayList<>(BATCH);
    before.join();
    @Nullable Term[][] normalised = new Term[full.size()][];
    rows.add(normalised);
    before =
        CompletableFuture.runAsync(
            () ->
                IntStream.range(0, normalised.length)
                    .parallel()
                    .forEach(i -> normalised[i] = row(full.get(i))));
  }

  private @Nullable Term[] row(PatientRecord record) {
    Features features = Normalizer.features(record);
    unread.count(record, features);
    return vocabulary.add(features);
  }

  @Override
  public void note(Path input, String what) {
    progress.println(input + ": " + what);
  }
}
