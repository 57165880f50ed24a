package io.distributary.schemas;

import java.util.Locale;

/** Everything that can be wrong with an event or a resource before any store has seen it. */
public enum Defect {
  KEY_MISSING("The record has no key."),
  KEY_INVALID("The record's key is not of the form Type/id."),
  KEY_MISMATCH("The record's key is not the key of the resource."),
  VALUE_MISSING("The record has no value."),
  HEADER_MISSING("A CloudEvents header is missing."),
  HEADER_INVALID("A CloudEvents header is not valid."),
  HEADER_REPEATED("A CloudEvents header stands twice."),
  BATCHED_MODE("CloudEvents batched mode is not read."),
  CONTENT_TYPE_UNKNOWN("The content type is not JSON."),
  SUBJECT_INVALID("ce_subject is not of the form Type/id."),
  SUBJECT_MISMATCH("ce_subject is not the Type/id of the resource."),
  TOO_LARGE("The resource is larger than 4 MiB."),
  TOO_DEEP("The JSON is nested deeper than 64 levels."),
  TOO_BROAD("The JSON has more than 400,000 values."),
  NUMBER_TOO_LONG("A number has more than 1,000 characters."),
  NOT_UTF8("The text is not UTF-8."),
  MALFORMED_JSON("The text is not one JSON value."),
  NOT_AN_OBJECT("The JSON is not an object."),
  DUPLICATE_FIELD("A field stands twice in one object."),
  FIELD_NAME_INVALID("A field name is not a FHIR element name."),
  TEXT_INVALID("A text holds NUL or half of a surrogate pair."),
  DATE_INVALID("A date does not exist in the calendar."),
  TYPE_MISSING("resourceType is missing."),
  TYPE_INVALID("resourceType is not a resource type's name."),
  ID_MISSING("id is missing."),
  ID_INVALID("id is not 1 to 64 letters, digits, hyphens and dots.");

  private final Reason reason;

  Defect(String message) {
    this.reason = new Reason(name().toLowerCase(Locale.ROOT).replace('_', '-'), message);
  }

  /** The reason that a dead letter or an answer shows. */
  public Reason reason() {
    return reason;
  }
}
