package io.distributary.cli.link;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Each record with its person: the id of the person's first record. */
final class ClustersFile {
  private ClustersFile() {}

  static void write(Findings findings, Path file) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file);
        CSVPrinter csv = new CSVPrinter(writer, CSVFormat.RFC4180)) {
      csv.printRecord("rec_id", "cluster_id");
      for (int record = 0; record < findings.records(); record++) {
        csv.printRecord(findings.id(record), findings.person(record));
      }
    }
  }
}
