package io.distributary.cli.link;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.cli.files.Unpacked;
import io.distributary.gateway.matching.record.Attribute;
import io.distributary.gateway.matching.record.PatientRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of a CSV file with a header, in UTF-8, plain or gzip'ed; separated by what the header has
 * most of: commas, semicolons, tabs or bars.
 */
final class CsvFile {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_HEADER = 1 << 20;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;
  private final Columns columns;

  CsvFile(Path file, Columns columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * Reads it.
   *
   * @throws CommandFailedException when it cannot be read, with the line
   */
  void read(Intake intake) throws CommandFailedException, IOException {
    try (BufferedReader reader = open()) {
      char separator = separator(reader);
      CSVFormat format =
          CSVFormat.DEFAULT
              .builder()
              .setDelimiter(separator)
              .setIgnoreSurroundingSpaces(true)
              .setIgnoreEmptyLines(true)
              .get();
      try (CSVParser parser = CSVParser.builder().setReader(reader).setFormat(format).get()) {
        read(parser, intake);
      }
    } catch (CharacterCodingException e) {
      throw notUtf8(0);
    }
  }

  private CommandFailedException notUtf8(long line) {
    return new CommandFailedException(
        "%s is not UTF-8, %s. Convert it first, for example with iconv."
            .formatted(file, line == 0 ? "in its first lines" : "behind line " + line));
  }

  private BufferedReader open() throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            Unpacked.open(file),
            StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)),
        BUFFER);
  }

  /** Of the first line, which stays unread but for a byte order mark. */
  private char separator(BufferedReader reader) throws IOException, CommandFailedException {
    reader.mark(LONGEST_HEADER);
    String header = reader.readLine();
    if (header == null || header.isBlank()) {
      throw new CommandFailedException(file + " has no header: its first line is empty.");
    }
    reader.reset();
    if (header.charAt(0) == BYTE_ORDER_MARK) {
      reader.skip(1);
    }
    return Stream.of(',', ';', '\t', '|')
        .max(Comparator.comparingLong(c -> header.chars().filter(x -> x == c).count()))
        .orElse(',');
  }

  private void read(CSVParser parser, Intake intake) throws CommandFailedException {
    int ragged = 0;
    long firstRagged = 0;
    try {
      var records = parser.iterator();
      List<String> header = records.next().toList();
      @Nullable Attribute[] attributes = columns.in(header, file);
      int id = columns.idIn(header, file);
      while (records.hasNext()) {
        CSVRecord line = records.next();
        if (line.size() != header.size()) {
          firstRagged = ragged == 0 ? parser.getCurrentLineNumber() : firstRagged;
          ragged++;
        }
        intake.record(record(line, attributes, id, parser.getCurrentLineNumber()));
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      throw e.getCause() instanceof CharacterCodingException
          ? notUtf8(parser.getCurrentLineNumber())
          : new CommandFailedException(
              "%s is not CSV, behind line %d: a quote is not closed, or closed too early."
                  .formatted(file, parser.getCurrentLineNumber()));
    }
    if (ragged > 0) {
      intake.note(
          file,
          "%,d rows have more or fewer columns than the header, the first in line %d; what is missing is empty, what is too much is left out."
              .formatted(ragged, firstRagged));
    }
  }

  private PatientRecord record(
      CSVRecord line, @Nullable Attribute[] attributes, int id, long number)
      throws CommandFailedException {
    if (id >= line.size() || line.get(id).isEmpty()) {
      throw new CommandFailedException(
          "%s, line %d: the record has no id.".formatted(file, number));
    }
    PatientRecord.Builder record = PatientRecord.builder(line.get(id));
    for (int i = 0; i < Math.min(line.size(), attributes.length); i++) {
      Attribute attribute = attributes[i];
      if (attribute != null) {
        record.with(attribute, line.get(i));
      }
    }
    return record.build();
  }
}
