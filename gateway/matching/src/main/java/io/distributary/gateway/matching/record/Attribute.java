package io.distributary.gateway.matching.record;

import java.util.Optional;
import java.util.stream.Stream;

/** What a source may say of a patient, under the words of {@code link --columns}. */
public enum Attribute {
  GIVEN("given"),
  FAMILY("family"),
  /** Given names, then the family name; used where one of them is missing, and for middle names. */
  FULL_NAME("fullName"),
  MIDDLE("middle"),
  /** Another family name of the same person. */
  MAIDEN("maiden"),
  BIRTH_DATE("birthDate"),
  BIRTH_YEAR("birthYear"),
  BIRTH_MONTH("birthMonth"),
  BIRTH_DAY("birthDay"),
  GENDER("gender"),
  SSN("ssn"),
  /** {@code system|value}, or a value alone. */
  IDENTIFIER("identifier"),
  STREET_NUMBER("streetNumber"),
  LINE("line"),
  LINE2("line2"),
  CITY("city"),
  STATE("state"),
  POSTAL_CODE("postalCode"),
  COUNTRY("country"),
  PHONE("phone"),
  EMAIL("email"),
  BIRTH_PLACE("birthPlace"),
  OCCUPATION("occupation");

  private final String word;

  Attribute(String word) {
    this.word = word;
  }

  /** As users write it. */
  public String word() {
    return word;
  }

  /** The attribute of a word. */
  public static Optional<Attribute> of(String word) {
    return Stream.of(values()).filter(attribute -> attribute.word.equals(word)).findFirst();
  }
}
