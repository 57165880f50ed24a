package io.distributary.bench.match;

import io.distributary.gateway.matching.record.Attribute;
import io.distributary.gateway.matching.record.PatientRecord;
import io.distributary.people.Generator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Records in a file, whose persons are known.
 *
 * @param records CSV whose first column is the id
 * @param truth CSV of record and person
 * @param columns as {@code link --columns} takes them
 */
record LinkageSet(String name, Path records, Path truth, String columns) {
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

  /**
   * The sets that a file lists, {@code name | records | truth | columns} in a line.
   *
   * @param data the folder of their files
   */
  static List<LinkageSet> read(Path list, Path data) throws IOException {
    try (Stream<String> lines = Files.lines(list)) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\|"))
          .map(
              parts ->
                  new LinkageSet(
                      parts[0].strip(),
                      data.resolve(parts[1].strip()),
                      data.resolve(parts[2].strip()),
                      parts[3].strip()))
          .toList();
    }
  }

  /** Writes generated records into a folder, all that they say. */
  static LinkageSet write(Generator generator, Path folder) throws IOException {
    Path records = folder.resolve("records.csv");
    Path truth = folder.resolve("truth.csv");
    try (BufferedWriter csv = Files.newBufferedWriter(records);
        BufferedWriter persons = Files.newBufferedWriter(truth)) {
      csv.write("id," + words().collect(Collectors.joining(",")) + "\n");
      persons.write("rec_id,entity_id\n");
      for (int record = 0; record < generator.records(); record++) {
        PatientRecord patient = Patients.record(generator, record);
        csv.write(patient.id());
        for (Attribute attribute : ATTRIBUTES) {
          csv.write(',');
          csv.write(patient.first(attribute));
        }
        csv.write('\n');
        persons.write(patient.id() + "," + generator.person(record) + "\n");
      }
    }
    String columns = words().map(word -> word + "=" + word).collect(Collectors.joining(","));
    return new LinkageSet("generated, %,d".formatted(generator.records()), records, truth, columns);
  }

  private static Stream<String> words() {
    return ATTRIBUTES.stream().map(Attribute::word);
  }

  /** The same with less to go on. */
  LinkageSet with(String suffix, String fewer) {
    return new LinkageSet(name + ", " + suffix, records, truth, fewer);
  }

  boolean isThere() {
    return Files.exists(records) && Files.exists(truth);
  }

  /** The same in another order: that of a file tells who belongs together. */
  LinkageSet shuffled(long seed, Path folder) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(records));
    Collections.shuffle(lines.subList(1, lines.size()), new Random(seed));
    Path shuffled = Files.write(folder.resolve("shuffled.csv"), lines);
    return new LinkageSet(name, shuffled, truth, columns);
  }

  /** How right the persons in a file of clusters are. */
  Accuracy accuracy(Path clusters) throws IOException {
    Map<String, Integer> found = persons(clusters);
    Map<String, Integer> right = persons(truth);
    if (!found.keySet().equals(right.keySet())) {
      throw new IOException(name + ": not the same records in " + clusters + " and " + truth);
    }
    List<String> ids = List.copyOf(right.keySet());
    int[] inFound = ids.stream().mapToInt(found::get).toArray();
    int[] inTruth = ids.stream().mapToInt(right::get).toArray();
    return Accuracy.of(inFound, inTruth);
  }

  private static Map<String, Integer> persons(Path csv) throws IOException {
    Map<String, Integer> numbers = new HashMap<>();
    try (Stream<String> lines = Files.lines(csv)) {
      return lines
          .skip(1)
          .map(line -> Arrays.stream(line.split(",")).map(String::strip).toList())
          .collect(
              Collectors.toMap(
                  parts -> parts.get(0),
                  parts -> numbers.computeIfAbsent(parts.get(1), person -> numbers.size())));
    }
  }
}
