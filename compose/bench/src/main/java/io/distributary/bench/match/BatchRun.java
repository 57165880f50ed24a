package io.distributary.bench.match;

import io.distributary.gateway.matching.generate.Generator;
import io.distributary.gateway.matching.record.Attribute;
import io.distributary.gateway.matching.record.PatientRecord;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command {@code link} on a file of generated records. */
final class BatchRun {
  private static final List<Attribute> ATTRIBUTES =
      List.of(
          Attribute.GIVEN,
          Attribute.MIDDLE,
          Attribute.FAMILY,
          Attribute.BIRTH_DATE,
          Attribute.GENDER,
          Attribute.LINE,
          Attribute.CITY,
          Attribute.POSTAL_CODE,
          Attribute.STATE,
          Attribute.PHONE,
          Attribute.SSN,
          Attribute.EMAIL);

  private final Generator generator;
  private final Path root;
  private final Path folder;
  private final int heap;
  private final PrintStream progress;

  BatchRun(Generator generator, Path root, Path folder, int heap, PrintStream progress) {
    this.generator = generator;
    this.root = root;
    this.folder = folder;
    this.heap = heap;
    this.progress = progress;
  }

  Map<String, Object> run() throws IOException, InterruptedException {
    progress.printf("Writing %,d records%n", generator.records());
    Path input = folder.resolve("records.csv");
    Path clusters = folder.resolve("clusters.csv");
    Path output = folder.resolve("link.log");
    write(input);
    progress.println("Linking them");
    Child link =
        Child.start(
            root.resolve("gateway/cli/target/lib") + "/*",
            heap,
            output,
            List.of(
                "io.distributary.cli.Main",
                "link",
                "--input",
                input.toString(),
                "--columns",
                ATTRIBUTES.stream()
                    .map(attribute -> attribute.word() + "=" + attribute.word())
                    .collect(Collectors.joining(",")),
                "--output",
                clusters.toString()));
    double seconds = link.await(output);
    progress.print(Files.readString(output));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("seconds", Math.round(seconds * 10) / 10.0);
    figures.put("peakMib", link.peakMib());
    figures.putAll(score(clusters));
    return figures;
  }

  private void write(Path input) throws IOException {
    try (BufferedWriter csv = Files.newBufferedWriter(input)) {
      csv.write(
          "id," + ATTRIBUTES.stream().map(Attribute::word).collect(Collectors.joining(",")) + "\n");
      for (int record = 0; record < generator.records(); record++) {
        PatientRecord patient = generator.record(record);
        csv.write(patient.id());
        for (Attribute attribute : ATTRIBUTES) {
          csv.write(',');
          csv.write(patient.first(attribute));
        }
        csv.write('\n');
      }
    }
  }

  /** By pairs, counted from the persons' sizes. */
  private Map<String, Object> score(Path clusters) throws IOException {
    int[] found = new int[generator.records()];
    try (BufferedReader lines = Files.newBufferedReader(clusters)) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] ids = line.split(",");
        found[number(ids[0])] = number(ids[1]);
      }
    }
    long[] both = new long[found.length];
    int[] truth = new int[found.length];
    Arrays.setAll(truth, generator::person);
    Arrays.setAll(both, record -> (long) found[record] << 32 | truth[record]);
    double right = pairs(both);
    double precision = right / pairs(Arrays.stream(found).asLongStream().toArray());
    double recall = right / pairs(Arrays.stream(truth).asLongStream().toArray());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("precision", rounded(precision));
    figures.put("recall", rounded(recall));
    figures.put("f1", rounded(2 * precision * recall / (precision + recall)));
    return figures;
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1));
  }

  private static double rounded(double share) {
    return Math.round(share * 10_000) / 10_000.0;
  }

  private static double pairs(long[] persons) {
    Arrays.sort(persons);
    double pairs = 0;
    int from = 0;
    for (int to = 1; to <= persons.length; to++) {
      if (to == persons.length || persons[to] != persons[from]) {
        double size = to - from;
        pairs += size * (size - 1) / 2;
        from = to;
      }
    }
    return pairs;
  }
}
