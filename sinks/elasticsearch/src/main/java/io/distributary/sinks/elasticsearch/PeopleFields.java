package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.fhir.Resource;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.codec.language.DoubleMetaphone;
import org.jspecify.annotations.Nullable;

/**
 * Who and where, for finding people and places:
 *
 * <ul>
 *   <li>{@code family given}, {@code names} (whole, also of organizations and places); {@code
 *       familyPhonetic givenPhonetic}: both Double Metaphone codes of each word
 *   <li>{@code identifiers} ({@code system|value}), {@code identifierValues}
 *   <li>{@code birthDate} as the source wrote it, {@code gender}
 *   <li>{@code addressLine city state postalCode country}
 *   <li>{@code telecom}, {@code phoneDigits}
 * </ul>
 */
final class PeopleFields {
  private static final int FEWEST_DIGITS_OF_A_PHONE = 5;
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{Nd}']+");
  private static final Pattern NO_DIGIT = Pattern.compile("\\D+");

  private final DoubleMetaphone metaphone = new DoubleMetaphone();

  /** Most resources have none of these elements: what is absent is asked for once. */
  void put(Resource resource, Fields fields) {
    Set<String> elements = resource.tree().keySet();
    if (elements.contains("name")) {
      putNames(resource, fields);
    }
    if (elements.contains("identifier")) {
      fields.put("identifiers", identifiers(resource));
      fields.put("identifierValues", resource.texts("identifier.value"));
    }
    fields.put("birthDate", resource.texts("birthDate"));
    fields.put("gender", resource.texts("gender"));
    if (elements.contains("address")) {
      putAddresses(resource, fields);
    }
    if (elements.contains("telecom")) {
      fields.put("telecom", resource.texts("telecom.value"));
      fields.put("phoneDigits", resource.texts("telecom.value").flatMap(PeopleFields::digits));
    }
  }

  private void putNames(Resource resource, Fields fields) {
    fields.put("family", resource.texts("name.family"));
    fields.put("given", resource.texts("name.given"));
    fields.put("names", resource.values("name").flatMap(PeopleFields::wholeNames));
    fields.put("familyPhonetic", resource.texts("name.family").flatMap(this::phonetic));
    fields.put("givenPhonetic", resource.texts("name.given").flatMap(this::phonetic));
  }

  private static void putAddresses(Resource resource, Fields fields) {
    fields.put("addressLine", resource.texts("address.line"));
    for (String part : List.of("city", "state", "postalCode", "country")) {
      fields.put(part, resource.texts("address." + part));
    }
  }

  private static Stream<String> wholeNames(Object name) {
    if (name instanceof String text) {
      return Stream.of(text);
    }
    if (!(name instanceof Map<?, ?> map)) {
      return Stream.empty();
    }
    String parts =
        String.join(" ", Stream.concat(texts(map, "given"), texts(map, "family")).toList());
    return Stream.concat(texts(map, "text"), Stream.of(parts));
  }

  private static Stream<String> identifiers(Resource resource) {
    return resource
        .values("identifier")
        .flatMap(value -> value instanceof Map<?, ?> map ? Stream.of(map) : Stream.empty())
        .flatMap(map -> texts(map, "value").map(value -> system(map) + "|" + value));
  }

  private static String system(Map<?, ?> identifier) {
    return texts(identifier, "system").findFirst().orElse("");
  }

  private static Stream<String> texts(Map<?, ?> map, String name) {
    @Nullable Object value = map.get(name);
    Stream<?> values = value instanceof List<?> list ? list.stream() : Stream.ofNullable(value);
    return values.filter(String.class::isInstance).map(String.class::cast);
  }

  private Stream<String> phonetic(String name) {
    String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
    return Arrays.stream(BETWEEN_WORDS.split(plain))
        .flatMap(
            word ->
                Stream.of(
                    metaphone.doubleMetaphone(word, false), metaphone.doubleMetaphone(word, true)))
        .flatMap(Stream::ofNullable);
  }

  private static Stream<String> digits(String telecom) {
    if (telecom.contains("@")) {
      return Stream.empty();
    }
    String digits = NO_DIGIT.matcher(telecom).replaceAll("");
    return digits.length() < FEWEST_DIGITS_OF_A_PHONE ? Stream.empty() : Stream.of(digits);
  }
}
