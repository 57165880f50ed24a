package io.distributary.gateway.matching.record;

import io.distributary.gateway.matching.text.Normal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Makes of what sources write what can be compared. Placeholders and what cannot be read are
 * missing, so that they speak neither for nor against anybody.
 */
public final class Normalizer {
  private static final int LONGEST = 256;

  /** What stands before and behind names and is none. */
  private static final Set<String> TITLES =
      Set.of(
          ("mr mrs ms miss master dr doctor prof professor sir dame lady lord hon honourable esq jr sr junior"
                  + " senior ii iii iv md phd rev reverend fr sister brother bart bt baronet baron baroness"
                  + " viscount viscountess earl count countess marquess marquis duke duchess capt captain"
                  + " col colonel gen general lt lieutenant maj major sgt sergeant admiral don dona of the")
              .split(" "));

  private static final Set<String> ALSO_NAMES =
      Set.of("don", "dona", "earl", "duke", "major", "marquis", "lord", "lady", "baron", "count");

  private static final Map<String, String> GENDERS =
      Map.of(
          "m", "male", "male", "male", "f", "female", "female", "female", "o", "other", "other",
          "other");

  /** Middle and maiden names are left out: they may only repeat what other names say. */
  private static final Map<Attribute, Field> FIELDS =
      Map.ofEntries(
          Map.entry(Attribute.GIVEN, Field.GIVEN),
          Map.entry(Attribute.FAMILY, Field.FAMILY),
          Map.entry(Attribute.FULL_NAME, Field.GIVEN),
          Map.entry(Attribute.BIRTH_DATE, Field.BIRTH_DATE),
          Map.entry(Attribute.BIRTH_YEAR, Field.BIRTH_DATE),
          Map.entry(Attribute.GENDER, Field.GENDER),
          Map.entry(Attribute.SSN, Field.SSN),
          Map.entry(Attribute.IDENTIFIER, Field.IDENTIFIER),
          Map.entry(Attribute.STREET_NUMBER, Field.STREET_NUMBER),
          Map.entry(Attribute.LINE, Field.LINE),
          Map.entry(Attribute.LINE2, Field.LINE2),
          Map.entry(Attribute.CITY, Field.CITY),
          Map.entry(Attribute.STATE, Field.STATE),
          Map.entry(Attribute.POSTAL_CODE, Field.POSTAL_CODE),
          Map.entry(Attribute.COUNTRY, Field.COUNTRY),
          Map.entry(Attribute.PHONE, Field.PHONE),
          Map.entry(Attribute.EMAIL, Field.EMAIL),
          Map.entry(Attribute.BIRTH_PLACE, Field.BIRTH_PLACE),
          Map.entry(Attribute.OCCUPATION, Field.OCCUPATION));

  private Normalizer() {}

  /**
   * Whether nothing of what a record says of an attribute is among its features: placeholders, or
   * what cannot be read. Of some attributes that cannot be told, and it is false.
   */
  public static boolean isUnread(PatientRecord record, Attribute attribute, Features features) {
    Field field = FIELDS.get(attribute);
    return field != null && !record.all(attribute).isEmpty() && !features.has(field);
  }

  /** The fields of a record. */
  public static Features features(PatientRecord record) {
    Features features = new Features();
    names(record, features);
    birthDate(record, features);
    add(record, Attribute.GENDER, features, Field.GENDER, Normalizer::gender);
    add(record, Attribute.SSN, features, Field.SSN, Normal::number);
    add(record, Attribute.IDENTIFIER, features, Field.IDENTIFIER, Normalizer::identifier);
    add(record, Attribute.STREET_NUMBER, features, Field.STREET_NUMBER, Normal::joined);
    add(record, Attribute.LINE, features, Field.LINE, Normal::words);
    add(record, Attribute.LINE2, features, Field.LINE2, Normal::words);
    add(record, Attribute.CITY, features, Field.CITY, Normal::words);
    add(record, Attribute.STATE, features, Field.STATE, Normal::words);
    add(record, Attribute.POSTAL_CODE, features, Field.POSTAL_CODE, Normal::joined);
    add(record, Attribute.COUNTRY, features, Field.COUNTRY, Normal::words);
    add(record, Attribute.PHONE, features, Field.PHONE, Normal::number);
    add(record, Attribute.EMAIL, features, Field.EMAIL, Normal::email);
    add(record, Attribute.BIRTH_PLACE, features, Field.BIRTH_PLACE, Normal::words);
    add(record, Attribute.OCCUPATION, features, Field.OCCUPATION, Normal::words);
    return features;
  }

  private static void add(
      PatientRecord record,
      Attribute attribute,
      Features features,
      Field field,
      UnaryOperator<String> normal) {
    for (String value : record.all(attribute)) {
      if (features.of(field).size() == Features.MOST) {
        return;
      }
      features.add(field, normal.apply(cut(value)));
    }
  }

  /** Nothing that is longer says more. */
  private static String cut(String value) {
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST);
  }

  /**
   * Titles are no names: where one stands in the place of a name, the names are those of the full
   * name. What else a full name has are middle names.
   */
  private static void names(PatientRecord record, Features features) {
    List<String> given = words(record, Attribute.GIVEN);
    List<String> family = words(record, Attribute.FAMILY);
    List<List<String>> full =
        words(record, Attribute.FULL_NAME).stream()
            .map(name -> parts(withoutTitles(name)))
            .toList();
    boolean nameless = given.isEmpty() && family.isEmpty();
    if (!full.isEmpty() && (nameless || hasTitle(given) || hasTitle(family))) {
      full.forEach(parts -> firstAndLast(parts, features));
    } else {
      given.forEach(words -> features.add(Field.GIVEN, name(words)));
      family.forEach(words -> features.add(Field.FAMILY, name(words)));
    }
    List<String> others = new ArrayList<>();
    full.stream().filter(parts -> parts.size() > 1).forEach(others::addAll);
    words(record, Attribute.MIDDLE).forEach(name -> others.addAll(parts(withoutTitles(name))));
    if (!others.isEmpty()) {
      features.of(Field.GIVEN).forEach(name -> others.removeAll(parts(name)));
      features.of(Field.FAMILY).forEach(name -> others.removeAll(parts(name)));
      others.forEach(other -> features.add(Field.MIDDLE, other));
    }
    words(record, Attribute.MAIDEN)
        .forEach(name -> features.add(Field.FAMILY, withoutTitles(name)));
  }

  private static List<String> words(PatientRecord record, Attribute attribute) {
    List<String> values = record.all(attribute);
    return values.isEmpty()
        ? values
        : values.stream().limit(Features.MOST).map(value -> Normal.words(cut(value))).toList();
  }

  /** A title that is also a name is one where nothing else is said. */
  private static String name(String words) {
    String name = withoutTitles(words);
    return name.isEmpty() && ALSO_NAMES.contains(words) ? words : name;
  }

  private static boolean hasTitle(List<String> names) {
    return names.stream().anyMatch(name -> !withoutTitles(name).equals(name));
  }

  private static String withoutTitles(String name) {
    if (name.indexOf(' ') < 0) {
      return TITLES.contains(name) ? "" : name;
    }
    return parts(name).stream()
        .filter(part -> !TITLES.contains(part))
        .collect(Collectors.joining(" "));
  }

  private static void firstAndLast(List<String> parts, Features features) {
    if (!parts.isEmpty()) {
      features.add(Field.GIVEN, parts.get(0));
    }
    if (parts.size() > 1) {
      features.add(Field.FAMILY, parts.get(parts.size() - 1));
    }
  }

  private static List<String> parts(String words) {
    return words.isEmpty() ? List.of() : Arrays.asList(words.split(" "));
  }

  private static void birthDate(PatientRecord record, Features features) {
    add(record, Attribute.BIRTH_DATE, features, Field.BIRTH_DATE, BirthDates::of);
    if (!features.has(Field.BIRTH_DATE)) {
      features.add(
          Field.BIRTH_DATE,
          BirthDates.of(
              digits(record, Attribute.BIRTH_YEAR),
              digits(record, Attribute.BIRTH_MONTH),
              digits(record, Attribute.BIRTH_DAY)));
    }
  }

  private static String digits(PatientRecord record, Attribute attribute) {
    String text = record.first(attribute).strip();
    return text.matches("\\d{1,4}") ? text : "";
  }

  private static String gender(String raw) {
    return GENDERS.getOrDefault(Normal.words(raw), "");
  }

  private static String identifier(String raw) {
    int bar = raw.lastIndexOf('|');
    String value = Normal.number(raw.substring(bar + 1));
    return value.isEmpty() ? "" : raw.substring(0, Math.max(0, bar)) + "|" + value;
  }
}
