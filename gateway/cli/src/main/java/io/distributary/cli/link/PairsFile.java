package io.distributary.cli.link;

import io.distributary.gateway.matching.model.Explanation;
import io.distributary.gateway.matching.model.Grade;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The pairs that are not hopeless, with what speaks for and against them in bits. */
final class PairsFile {
  private PairsFile() {}

  static void write(Findings findings, Path file) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file);
        CSVPrinter csv = new CSVPrinter(writer, CSVFormat.RFC4180)) {
      csv.printRecord(
          "id1",
          "id2",
          "score_bits",
          "probability",
          "grade",
          "same_cluster",
          "review",
          "explanation");
      for (int edge = 0; edge < findings.edges().size(); edge++) {
        if (!findings.isHopeless(edge)) {
          write(findings, edge, csv);
        }
      }
    }
  }

  private static void write(Findings findings, int edge, CSVPrinter csv) throws IOException {
    Findings.Explained explained = findings.explain(edge);
    Explanation explanation = explained.explanation();
    Grade grade = Grade.of(explanation.probability(), explained.twins());
    boolean unsure = grade == Grade.PROBABLE || grade == Grade.POSSIBLE;
    csv.printRecord(
        findings.id(findings.edges().first(edge)),
        findings.id(findings.edges().second(edge)),
        "%.3f".formatted(explanation.score()),
        "%.6f".formatted(explanation.probability()),
        grade.code(),
        findings.isWithin(edge),
        explained.twins() ? "twins" : unsure ? "unsure" : "",
        words(explanation));
  }

  static String words(Explanation explanation) {
    return explanation.contributions().stream()
            .map(
                part ->
                    String.format(
                        Locale.ROOT,
                        "%s: %s %+.3f",
                        part.field().word(),
                        part.level(),
                        part.bits()))
            .collect(Collectors.joining("; "))
        + String.format(
            Locale.ROOT,
            "; relatives %+.3f; prior %+.3f",
            explanation.relatives(),
            explanation.prior());
  }
}
