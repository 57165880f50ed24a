package io.distributary.bench.match;

import io.distributary.gateway.matching.record.Attribute;
import io.distributary.gateway.matching.record.PatientRecord;
import io.distributary.people.Generator;
import io.distributary.schemas.json.Json;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Generated records as linkage takes them, and as FHIR Patients. */
final class Patients {
  private Patients() {}

  /** A record, under an id that says nothing of the person. */
  static PatientRecord record(Generator generator, int record) {
    PatientRecord.Builder patient = PatientRecord.builder("r" + record);
    generator
        .record(record)
        .forEach((word, value) -> patient.with(Attribute.of(word).orElseThrow(), value));
    return patient.build();
  }

  /** A date that is in no calendar is left out: FHIR has none. */
  static byte[] json(PatientRecord record) {
    Map<String, Object> patient = new LinkedHashMap<>();
    patient.put("resourceType", "Patient");
    patient.put("id", record.id());
    put(patient, "identifier", objects(identifier(record)));
    put(patient, "name", objects(name(record)));
    put(patient, "telecom", telecom(record));
    put(patient, "gender", gender(record.first(Attribute.GENDER)));
    put(patient, "birthDate", date(record.first(Attribute.BIRTH_DATE)));
    put(patient, "address", objects(address(record)));
    return Json.write(patient);
  }

  private static void put(Map<String, Object> object, String name, String text) {
    if (!text.isBlank()) {
      object.put(name, text);
    }
  }

  private static void put(Map<String, Object> object, String name, List<?> list) {
    if (!list.isEmpty()) {
      object.put(name, list);
    }
  }

  private static List<Map<String, Object>> objects(Map<String, Object> object) {
    return object.isEmpty() ? List.of() : List.of(object);
  }

  private static Map<String, Object> identifier(PatientRecord record) {
    Map<String, Object> identifier = new LinkedHashMap<>();
    put(identifier, "value", record.first(Attribute.SSN));
    if (!identifier.isEmpty()) {
      identifier.put("system", "http://hl7.org/fhir/sid/us-ssn");
    }
    return identifier;
  }

  private static Map<String, Object> name(PatientRecord record) {
    Map<String, Object> name = new LinkedHashMap<>();
    put(name, "family", record.first(Attribute.FAMILY));
    put(
        name,
        "given",
        Stream.of(Attribute.GIVEN, Attribute.MIDDLE)
            .map(record::first)
            .filter(given -> !given.isBlank())
            .toList());
    return name;
  }

  private static List<Map<String, Object>> telecom(PatientRecord record) {
    List<Map<String, Object>> telecom = new ArrayList<>();
    contact(telecom, "phone", record.first(Attribute.PHONE));
    contact(telecom, "email", record.first(Attribute.EMAIL));
    return telecom;
  }

  private static void contact(List<Map<String, Object>> telecom, String system, String value) {
    if (!value.isBlank()) {
      telecom.add(Map.of("system", system, "value", value));
    }
  }

  private static String gender(String word) {
    return word.startsWith("f") ? "female" : word.startsWith("m") ? "male" : "";
  }

  private static String date(String text) {
    try {
      return LocalDate.parse(text).toString();
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  private static Map<String, Object> address(PatientRecord record) {
    Map<String, Object> address = new LinkedHashMap<>();
    put(
        address,
        "line",
        Stream.of(record.first(Attribute.LINE)).filter(line -> !line.isBlank()).toList());
    put(address, "city", record.first(Attribute.CITY));
    put(address, "state", record.first(Attribute.STATE));
    put(address, "postalCode", record.first(Attribute.POSTAL_CODE));
    return address;
  }
}
