package io.distributary.cli.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.distributary.cli.client.CommandFailedException;
import io.distributary.gateway.matching.model.Part;
import io.distributary.gateway.matching.record.Attribute;
import io.distributary.people.Generator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinkTest {
  private static final List<String> GIVEN = List.of("given=given");

  private static final List<Attribute> ATTRIBUTES =
      List.of(
          Attribute.GIVEN,
          Attribute.FAMILY,
          Attribute.BIRTH_DATE,
          Attribute.GENDER,
          Attribute.LINE,
          Attribute.CITY,
          Attribute.PHONE,
          Attribute.SSN);
  private static final List<String> COLUMNS =
      ATTRIBUTES.stream().map(attribute -> attribute.word() + "=" + attribute.word()).toList();

  @TempDir private Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Path clusters;

  @BeforeEach
  void setOutput() {
    clusters = folder.resolve("clusters.csv");
  }

  private Path file(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines);
  }

  private static String line(int record, Map<String, String> values) {
    return "r"
        + record
        + ","
        + ATTRIBUTES.stream()
            .map(attribute -> '"' + values.getOrDefault(attribute.word(), "") + '"')
            .collect(Collectors.joining(","));
  }

  private Path csv(String name, Generator generator, IntStream records) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("id," + ATTRIBUTES.stream().map(Attribute::word).collect(Collectors.joining(",")));
    records.mapToObj(record -> line(record, generator.record(record))).forEach(lines::add);
    return file(name, lines);
  }

  private void link(
      List<Path> inputs,
      Linking.Mode mode,
      boolean oneToOne,
      List<String> columns,
      @Nullable Path model,
      @Nullable Path saveModel)
      throws Exception {
    new Linking(
            new Linking.Plan(
                inputs,
                mode,
                oneToOne,
                Columns.of(null, columns, List.of()),
                model,
                EnumSet.allOf(Part.class),
                clusters,
                folder.resolve("pairs.csv"),
                saveModel,
                folder.resolve("report.html")),
            new PrintStream(said, true, StandardCharsets.UTF_8))
        .run();
  }

  private Map<String, String> found() throws IOException {
    Map<String, String> found = new HashMap<>();
    Files.readAllLines(clusters).stream()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(parts -> found.put(parts[0], parts[1]));
    return found;
  }

  @Test
  void personsOfAFileAreFoundAndToldInAllFiles() throws Exception {
    // Given
    Generator generator = new Generator(8, 2_000);
    Path input = csv("a.csv", generator, IntStream.range(0, 2_000));

    // When
    link(List.of(input), Linking.Mode.dedupe, false, COLUMNS, null, folder.resolve("model.json"));

    // Then
    Map<String, String> found = found();
    long right =
        IntStream.range(0, 2_000)
            .filter(
                record ->
                    generator.person(record)
                        == generator.person(Integer.parseInt(found.get("r" + record).substring(1))))
            .count();
    assertThat(found).hasSize(2_000);
    assertThat(right).isGreaterThan(1_985);
    assertThat(found.values().stream().distinct().count()).isBetween(1_590L, 1_625L);
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("2,000 records", "<svg", "birthDate")
        .doesNotContain("http://", "https://");
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("2,000 records read", "pairs to compare", "blocking found");
  }

  @Test
  void explanationsOfPairsAddUp() throws Exception {
    Path input = csv("a.csv", new Generator(8, 500), IntStream.range(0, 500));
    link(List.of(input), Linking.Mode.dedupe, false, COLUMNS, null, null);
    List<String> lines = Files.readAllLines(folder.resolve("pairs.csv"));
    assertThat(lines).hasSizeGreaterThan(50);
    for (String line : lines.subList(1, lines.size())) {
      double sum =
          Stream.of(
                  line.substring(line.indexOf("given:") >= 0 ? line.indexOf("given:") : 0)
                      .split(";"))
              .mapToDouble(LinkTest::bits)
              .sum();
      double score = Double.parseDouble(line.split(",")[2]);
      assertThat(sum).as(line).isCloseTo(score, within(0.02));
    }
  }

  private static double bits(String part) {
    String last = part.replace("\"", "").strip();
    return Double.parseDouble(last.substring(last.lastIndexOf(' ') + 1));
  }

  @Test
  void modelOfOneFileJudgesAnother() throws Exception {
    // Given
    Path first = csv("a.csv", new Generator(8, 2_000), IntStream.range(0, 2_000));
    Path model = folder.resolve("model.json");
    link(List.of(first), Linking.Mode.dedupe, false, COLUMNS, null, model);
    Generator generator = new Generator(9, 100);
    Path second = csv("b.csv", generator, IntStream.range(0, 100));

    // When
    link(List.of(second), Linking.Mode.dedupe, false, COLUMNS, model, null);

    // Then
    assertThat(found().values().stream().distinct().count()).isBetween(78L, 84L);
  }

  @Test
  void linkModeComparesOnlyRecordsOfDifferentFiles() throws Exception {
    // Given
    Generator generator = new Generator(8, 2_000);
    Path a = csv("a.csv", generator, IntStream.range(0, 1_000));
    Path b = csv("b.csv", generator, IntStream.range(1_000, 2_000));

    // When
    link(List.of(a, b), Linking.Mode.link, true, COLUMNS, null, null);

    // Then
    Map<String, List<Integer>> persons =
        found().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    Collectors.mapping(
                        entry -> Integer.parseInt(entry.getKey().substring(1)) / 1_000,
                        Collectors.toList())));
    assertThat(persons.values()).allSatisfy(files -> assertThat(files).doesNotHaveDuplicates());
    assertThat(persons.values().stream().filter(files -> files.size() == 2).count())
        .isGreaterThan(100);
  }

  @Test
  void fhirPatientsAreLinkedWithoutColumns() throws Exception {
    Path input =
        file(
            "patients.ndjson",
            List.of(
                "{\"resourceType\":\"Patient\",\"id\":\"a\",\"name\":[{\"family\":\"Lee\",\"given\":[\"Ann\",\"Mary\"]}],\"birthDate\":\"1980-03-07\",\"gender\":\"female\"}",
                "{\"resourceType\":\"Observation\",\"id\":\"o\"}",
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Lee\"}]}",
                "{\"resourceType\":\"Patient\",\"id\":\"b\",\"name\":[{\"family\":\"Lee\",\"given\":[\"Ann\"]}],\"birthDate\":\"1980-03-07\",\"gender\":\"female\"}",
                "{\"resourceType\":\"Patient\",\"id\":\"c\",\"name\":[{\"family\":\"Brown\",\"given\":[\"Bob\"]}],\"birthDate\":\"1944-11-30\",\"gender\":\"male\"}"));
    link(List.of(input), Linking.Mode.dedupe, false, List.of(), null, null);
    assertThat(found()).hasSize(3);
    assertThat(found().get("c")).isEqualTo("c");
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("1 resources are no Patients", "1 Patients have no id, and are left out");
  }

  @Test
  void raggedRowsAreReadAsFarAsTheyGoAndTold() throws Exception {
    Path input = file("a.csv", List.of("id,given,family", "1,ann", "2,bob,lee,more", "3,eve,kim"));
    link(
        List.of(input),
        Linking.Mode.dedupe,
        false,
        List.of("given=given", "family=family"),
        null,
        null);
    assertThat(found()).hasSize(3);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("2 rows have more or fewer columns than the header, the first in line 2");
  }

  @Test
  void byteOrderMarkAndSemicolonsAreUnderstood() throws Exception {
    Path input = file("a.csv", List.of("\uFEFFid;given;family", "1;ann;lee", "2;bob;kim"));
    link(
        List.of(input),
        Linking.Mode.dedupe,
        false,
        List.of("given=given", "family=family"),
        null,
        null);
    assertThat(found()).containsOnlyKeys("1", "2");
  }

  @Test
  void nothingIsWrittenOver() throws Exception {
    // Given
    Path input = file("a.csv", List.of("id,given", "1,ann", "2,eve"));
    byte[] before = Files.readAllBytes(input);
    clusters = folder.resolve("../" + folder.getFileName() + "/a.csv");
    // Then
    assertThatThrownBy(() -> link(List.of(input), Linking.Mode.dedupe, false, GIVEN, null, null))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageEndingWith("would be written over: it is named twice.");
    assertThat(input).hasBinaryContent(before);
  }

  @Test
  void folderThatIsNotThereIsToldBeforeTheWork() throws Exception {
    Path input = file("a.csv", List.of("id,given", "1,ann", "2,eve"));
    clusters = folder.resolve("nowhere/clusters.csv");
    assertThatThrownBy(() -> link(List.of(input), Linking.Mode.dedupe, false, GIVEN, null, null))
        .hasMessageEndingWith("cannot be written: there is no such folder.");
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void fewRecordsAreJudgedByTheModelThatShips() throws Exception {
    // Given
    Path input =
        file(
            "a.csv",
            List.of(
                "id,given,family,birthDate",
                "1,ann,lee,1980-03-07",
                "2,ann,lee,1980-03-07",
                "3,bob,garcia,1975-01-20"));
    // When
    link(
        List.of(input),
        Linking.Mode.dedupe,
        false,
        List.of("given=given", "family=family", "birthDate=birthDate"),
        Path.of("common"),
        null);
    // Then
    assertThat(found().get("2")).isEqualTo(found().get("1"));
    assertThat(found().get("3")).isNotEqualTo(found().get("1"));
  }

  @Test
  void damagedArchiveIsToldWithItsName() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("id,given\n1,ann\n2,eve\n".getBytes(StandardCharsets.UTF_8));
    }
    Path input =
        Files.write(
            folder.resolve("a.csv.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() - 12));
    assertThatThrownBy(() -> link(List.of(input), Linking.Mode.dedupe, false, GIVEN, null, null))
        .hasMessageEndingWith("a.csv.gz is gzip'ed, and damaged or cut off.");
  }

  @Test
  void columnsThatAreSwappedGiveNoPersonsAndAreTold() throws Exception {
    Path input = csv("a.csv", new Generator(8, 500), IntStream.range(0, 500));
    link(
        List.of(input),
        Linking.Mode.dedupe,
        false,
        List.of("birthDate=given", "given=birthDate", "gender=family"),
        null,
        null);
    assertThat(found()).hasSize(500);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .containsPattern("gender: of 500 records that say something, 500 say what is a placeholder")
        .containsPattern("birthDate: of \\d+ records that say something")
        .doesNotContain("given: of");
  }

  @Test
  void absurdLengthsAndOtherScriptsAreRead() throws Exception {
    // Given
    Path input =
        file(
            "a.csv",
            List.of(
                "id,given,family",
                "1," + "x".repeat(1_000_000) + ",王",
                "2,محمد,العلي",
                "3,محمد,العلي",
                "4,\uD83D\uDE00,\u0000"));
    // When
    link(
        List.of(input),
        Linking.Mode.dedupe,
        false,
        List.of("given=given", "family=family"),
        null,
        null);
    // Then
    assertThat(found()).hasSize(4);
  }

  @Test
  void oneToOneOfOneFileIsRefused() throws IOException {
    Path input = file("a.csv", List.of("id,given", "1,ann", "2,ann"));
    assertThatThrownBy(
            () ->
                link(List.of(input), Linking.Mode.dedupe, true, List.of("given=given"), null, null))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("needs --mode link");
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of(
            "id,given\n1,ann\n",
            "given=name",
            "has no column 'name' among its 2: its first line must be a header."),
        Arguments.of("id,given\n1,ann\n", "name=given", "Unknown attribute 'name'. Known: given,"),
        Arguments.of("id,given\n1,ann\n", "given", "is not like given=first_name"),
        Arguments.of("", "given=given", "has no header"),
        Arguments.of("id,given\n", "given=given", "There are no records in"),
        Arguments.of("id,given\n1,ann\n1,eve\n", "given=given", "The id of record 2 occurs twice"),
        Arguments.of("id,given\n,ann\n", "given=given", "line 2: the record has no id"),
        Arguments.of("id,given\n1,\"ann\n2,eve\n", "given=given", "is not CSV"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatCannotBeReadIsToldInASentence(String csv, String columns, String sentence)
      throws IOException {
    Path input = Files.writeString(folder.resolve("bad.csv"), csv);
    assertThatThrownBy(
            () -> link(List.of(input), Linking.Mode.dedupe, false, List.of(columns), null, null))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void anotherEncodingIsToldWithItsLine() throws IOException {
    Path input = folder.resolve("latin.csv");
    Files.write(input, "id,given\n1,ann\n2,J\u00f6rg\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(
            () ->
                link(
                    List.of(input), Linking.Mode.dedupe, false, List.of("given=given"), null, null))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("is not UTF-8, in its first lines")
        .hasMessageContaining("iconv");
  }
}
