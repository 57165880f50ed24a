package io.distributary.sink.tck;

import io.distributary.schemas.json.JsonNumber;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws the leaves of a resource. The same seed draws the same. */
final class Draw {
  private static final Pattern WORD = Pattern.compile("\\$(\\w+)(?::([^$ @<]+))?");
  private static final List<String> FAMILIES =
      List.of(
          "Abbott", "Müller", "O'Brien", "Nguyễn", "García-López", "van der Berg", "李", "Åkesson");
  private static final List<String> GIVEN =
      List.of("Ada", "José", "Zoë", "Mary Jane", "Владимир", "محمد", "Jean-Luc", "さくら");
  private static final List<String> PLACES =
      List.of("Boston", "Worcester", "São Paulo", "Zürich", "Łódź", "Springfield");
  private static final List<String> NOTES =
      List.of(
          "Acute viral pharyngitis (disorder)",
          "Body Mass Index",
          "Follow-up encounter",
          "Hypertension, \"essential\"",
          "24 HR Metformin hydrochloride 500 MG",
          "Influenza, seasonal, injectable");
  private static final List<Map<String, String>> CODINGS =
      List.of(
          coding("http://snomed.info/sct", "195662009", "Acute viral pharyngitis (disorder)"),
          coding("http://snomed.info/sct", "59621000", "Essential hypertension"),
          coding("http://loinc.org", "39156-5", "Body Mass Index"),
          coding("http://loinc.org", "4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"),
          coding("http://www.nlm.nih.gov/research/umls/rxnorm", "860975", "Metformin"),
          coding("http://hl7.org/fhir/sid/cvx", "140", "Influenza, seasonal"));

  private final SplittableRandom random;
  private final String patient;

  /**
   * @param patient what {@code $patient} means, {@code Patient/id}
   */
  Draw(SplittableRandom random, String patient) {
    this.random = random;
    this.patient = patient;
  }

  boolean coin() {
    return random.nextBoolean();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** What stands instead of a template's text: a number or an object when it is one word alone. */
  Object value(String text) {
    return switch (text) {
      case "$decimal" -> decimal();
      case "$count" -> new JsonNumber(Integer.toString(1 + below(9_999)));
      case "$coding" -> of(CODINGS);
      default ->
          WORD.matcher(text)
              .replaceAll(found -> Matcher.quoteReplacement(word(found.group(1), found.group(2))));
    };
  }

  private String word(String name, String argument) {
    return switch (name) {
      case "family" -> of(FAMILIES);
      case "given" -> of(GIVEN);
      case "city" -> of(PLACES);
      case "text" -> of(NOTES);
      case "street" -> 1 + below(999) + " Main Street Unit " + below(99);
      case "zip" -> String.format("%05d", below(100_000));
      case "phone" -> String.format("555-%03d-%04d", below(1_000), below(10_000));
      case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
      case "date" -> day().toString();
      case "instant" ->
          day().atTime(below(24), below(60), below(60)).atOffset(ZoneOffset.ofHours(-5)).toString();
      case "base64" ->
          Base64.getEncoder()
              .encodeToString(of(NOTES).repeat(1 + below(20)).getBytes(StandardCharsets.UTF_8));
      case "pick" -> of(List.of(argument.split("\\|", -1)));
      case "ref" ->
          argument + "/" + of(List.of("known-1", "known-2", "known.3", "unknown-" + below(50)));
      case "patient" -> patient;
      default -> throw new IllegalStateException("The kit's templates know no word $" + name);
    };
  }

  /**
   * Up to four digits after the point, the last of them never 0; the hard ones are in ContentRules.
   */
  private JsonNumber decimal() {
    String whole = Integer.toString(below(400) - 100);
    String rest = Integer.toString(below(1_000)) + (1 + below(9));
    return new JsonNumber(whole.equals("0") ? "0." + rest : whole + "." + rest);
  }

  private LocalDate day() {
    return LocalDate.of(1930, 1, 1).plusDays(below(35_000));
  }

  private <T> T of(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  private static Map<String, String> coding(String system, String code, String display) {
    Map<String, String> coding = new LinkedHashMap<>();
    coding.put("system", system);
    coding.put("code", code);
    coding.put("display", display);
    return coding;
  }
}
