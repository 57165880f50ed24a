package io.distributary.gateway.matching.fhir;

import io.distributary.gateway.matching.record.Attribute;
import io.distributary.gateway.matching.record.PatientRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of a FHIR R4 Patient: all of its names, addresses, telecoms and identifiers, the
 * place of birth from its standard extension. What has another type than FHIR says is skipped.
 */
public final class FhirPatient {
  private static final Set<String> SSN =
      Set.of("http://hl7.org/fhir/sid/us-ssn", "urn:oid:2.16.840.1.113883.4.1");
  private static final String BIRTH_PLACE =
      "http://hl7.org/fhir/StructureDefinition/patient-birthPlace";

  private FhirPatient() {}

  /**
   * The record of a Patient.
   *
   * @param patient JSON as maps, lists and texts
   */
  public static PatientRecord record(String id, Map<String, ?> patient) {
    PatientRecord.Builder record = PatientRecord.builder(id);
    objects(patient.get("name")).forEach(name -> name(name, record));
    add(record, Attribute.BIRTH_DATE, patient.get("birthDate"));
    add(record, Attribute.GENDER, patient.get("gender"));
    objects(patient.get("identifier")).forEach(identifier -> identifier(identifier, record));
    objects(patient.get("telecom")).forEach(telecom -> telecom(telecom, record));
    objects(patient.get("address")).forEach(address -> address(address, record));
    objects(patient.get("extension")).forEach(extension -> birthPlace(extension, record));
    return record.build();
  }

  /** Whether another Patient has taken its place: FHIR says that it must no longer be used. */
  public static boolean isReplaced(Map<String, ?> patient) {
    return objects(patient.get("link")).stream()
        .anyMatch(link -> "replaced-by".equals(link.get("type")));
  }

  private static void name(Map<?, ?> name, PatientRecord.Builder record) {
    List<?> given = list(name.get("given"));
    for (int i = 0; i < given.size(); i++) {
      add(record, i == 0 ? Attribute.GIVEN : Attribute.MIDDLE, given.get(i));
    }
    Attribute family = "maiden".equals(name.get("use")) ? Attribute.MAIDEN : Attribute.FAMILY;
    add(record, family, name.get("family"));
    if (given.isEmpty() || name.get("family") == null) {
      add(record, Attribute.FULL_NAME, name.get("text"));
    }
  }

  private static void identifier(Map<?, ?> identifier, PatientRecord.Builder record) {
    Object system = identifier.get("system");
    if (identifier.get("value") instanceof String value) {
      if (system instanceof String known && SSN.contains(known)) {
        record.with(Attribute.SSN, value);
      } else {
        record.with(
            Attribute.IDENTIFIER, (system instanceof String text ? text : "") + "|" + value);
      }
    }
  }

  private static void telecom(Map<?, ?> telecom, PatientRecord.Builder record) {
    if ("email".equals(telecom.get("system"))) {
      add(record, Attribute.EMAIL, telecom.get("value"));
    } else if ("phone".equals(telecom.get("system")) || "sms".equals(telecom.get("system"))) {
      add(record, Attribute.PHONE, telecom.get("value"));
    }
  }

  private static void address(Map<?, ?> address, PatientRecord.Builder record) {
    List<?> lines = list(address.get("line"));
    for (int i = 0; i < lines.size(); i++) {
      add(record, i == 0 ? Attribute.LINE : Attribute.LINE2, lines.get(i));
    }
    add(record, Attribute.CITY, address.get("city"));
    add(record, Attribute.STATE, address.get("state"));
    add(record, Attribute.POSTAL_CODE, address.get("postalCode"));
    add(record, Attribute.COUNTRY, address.get("country"));
  }

  private static void birthPlace(Map<?, ?> extension, PatientRecord.Builder record) {
    if (BIRTH_PLACE.equals(extension.get("url"))
        && extension.get("valueAddress") instanceof Map<?, ?> place) {
      add(record, Attribute.BIRTH_PLACE, place.get("city"));
    }
  }

  private static void add(
      PatientRecord.Builder record, Attribute attribute, @Nullable Object value) {
    if (value instanceof String text) {
      record.with(attribute, text);
    }
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static List<Map<?, ?>> objects(@Nullable Object value) {
    return list(value).stream()
        .<Map<?, ?>>mapMulti(
            (item, next) -> {
              if (item instanceof Map<?, ?> object) {
                next.accept(object);
              }
            })
        .toList();
  }
}
