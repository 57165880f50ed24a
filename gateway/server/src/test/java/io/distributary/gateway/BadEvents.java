package io.distributary.gateway;

import java.util.List;
import java.util.stream.Stream;

/** Events that a stranger's producer may append, and what is to become of each in every view. */
final class BadEvents {
  static final String APPLIED = "applied";
  static final String SKIPPED = "skipped";

  private static final int LIMIT = 4 << 20;

  private BadEvents() {}

  /**
   * @param expected {@link #APPLIED}, {@link #SKIPPED}, or the reason of its dead letters
   */
  record Row(String name, RawEvent event, String expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> all() {
    return Stream.of(keys(), values(), headers(), identity(), content(), bombs(), legal(), large())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Row> keys() {
    return List.of(
        row("no key", patient("k1").key((String) null), "key-missing"),
        row("empty key", patient("k2").key(""), "key-invalid"),
        row("key that is no Type/id", patient("k3").key("k3"), "key-invalid"),
        row("key that is not UTF-8", patient("k4").key(new byte[] {'P', -1}), "key-invalid"),
        row("key of another patient", patient("k5").key("Patient/other"), "key-mismatch"),
        row("key of another type", patient("k6").key("Group/k6"), "key-mismatch"));
  }

  private static List<Row> values() {
    String sound = RawEvent.json("v", "");
    return List.of(
        row("no value", patient("v1").value((String) null), "value-missing"),
        row("empty value", patient("v2").value(""), "value-missing"),
        row("value that is not UTF-8", patient("v3").value(new byte[] {'{', -1}), "not-utf8"),
        row("NUL", with("v4", ",\"x\":\"a\\u0000b\""), "text-invalid"),
        row("NUL as a byte", with("v5", ",\"x\":\"a\0b\""), "malformed-json"),
        row("half a surrogate pair", with("v6", ",\"x\":\"\\ud83d\""), "text-invalid"),
        row("truncated JSON", patient("v7").value(sound.substring(0, 20)), "malformed-json"),
        row("something behind the JSON", patient("v8").value(sound + "{}"), "malformed-json"),
        row("an array", patient("v9").value("[" + sound + "]"), "not-an-object"),
        row(
            "a field twice",
            with("v10", ",\"gender\":\"male\",\"gender\":\"female\""),
            "duplicate-field"),
        row("an id twice", with("v11", ",\"id\":\"v11\""), "duplicate-field"));
  }

  private static List<Row> headers() {
    return List.of(
        row("no ce_id", patient("h1").without("ce_id"), "header-missing"),
        row("no ce_source", patient("h2").without("ce_source"), "header-missing"),
        row("no ce_specversion", patient("h3").without("ce_specversion"), "header-missing"),
        row("no ce_type", patient("h4").without("ce_type"), "header-missing"),
        row("no ce_subject", patient("h5").without("ce_subject"), "header-missing"),
        row(
            "other version of CloudEvents",
            patient("h6").header("ce_specversion", "0.3"),
            "header-invalid"),
        row(
            "line break in a header",
            patient("h7").header("ce_source", "a\r\nb"),
            "header-invalid"),
        row(
            "time that never was",
            patient("h8").with("ce_time", "2026-02-30T00:00:00Z"),
            "header-invalid"),
        row("ce_id twice", patient("h9").with("ce_id", "again"), "header-repeated"),
        row(
            "batched mode",
            patient("h10").header("content-type", "application/cloudevents-batch+json"),
            "batched-mode"),
        row(
            "XML",
            patient("h11").header("content-type", "application/xml").value("<x/>"),
            "content-type-unknown"),
        row(
            "subject that is no Type/id",
            patient("h12").header("ce_subject", "h12"),
            "subject-invalid"),
        row("unknown ce_type", patient("h13").header("ce_type", "com.example.other"), SKIPPED),
        row(
            "unknown ce_type and nothing else right",
            patient("h14").header("ce_type", "com.example.other").key((String) null).value("{"),
            SKIPPED));
  }

  private static List<Row> identity() {
    return List.of(
        row("no resourceType", patient("i1").value("{\"id\":\"i1\"}"), "type-missing"),
        row(
            "other type than the subject's",
            patient("i2").header("ce_subject", "Group/i2"),
            "subject-mismatch"),
        row(
            "other id than the subject's",
            patient("i3").header("ce_subject", "Patient/other"),
            "subject-mismatch"),
        row(
            "labels in the resource type",
            patient("i4")
                .value(
                    "{\"resourceType\":\"Patient`:Admin {x:1}) DETACH DELETE (n\",\"id\":\"i4\"}"),
            "type-invalid"),
        row(
            "labels in type and subject",
            patient("i5")
                .header("ce_subject", "Patient`:Admin/i5")
                .value("{\"resourceType\":\"Patient`:Admin\",\"id\":\"i5\"}"),
            "subject-invalid"),
        row("no id", patient("i6").value("{\"resourceType\":\"Patient\"}"), "id-missing"),
        row(
            "id of 65 characters",
            patient("i7").value(RawEvent.json("i".repeat(65), "")),
            "id-invalid"),
        row("id that climbs", patient("i8").value(RawEvent.json("../i8", "")), "id-invalid"),
        row("id that is an operator", patient("i9").value(RawEvent.json("$ne", "")), "id-invalid"),
        row(
            "id that is an object",
            patient("i10").value("{\"resourceType\":\"Patient\",\"id\":{\"$ne\":1}}"),
            "id-missing"),
        row(
            "id and key disagree",
            patient("i11").value(RawEvent.json("i11b", "")),
            "subject-mismatch"),
        row("longest id", patient("i".repeat(64)), APPLIED));
  }

  private static List<Row> content() {
    return List.of(
        row("30 February", with("c1", ",\"birthDate\":\"2001-02-30\""), "date-invalid"),
        row("field name with a dot", with("c2", ",\"a.b\":1"), "field-name-invalid"),
        row("field name with a dollar", with("c3", ",\"$where\":\"1\""), "field-name-invalid"),
        row(
            "field name deep down",
            with("c4", ",\"x\":[{\"y\":{\"$gt\":\"\"}}]"),
            "field-name-invalid"),
        row("empty field name", with("c5", ",\"\":1"), "field-name-invalid"));
  }

  /** Those that would take much memory, if they were let in. */
  static List<Row> bombs() {
    return List.of(
        row(
            "100,000 levels",
            with("b1", ",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000)),
            "too-deep"),
        row(
            "100,000 levels never closed",
            patient("b2").value("{\"a\":".repeat(100_000)),
            "too-deep"),
        row("65 levels", with("b3", ",\"x\":" + nested(64)), "too-deep"),
        row(
            "half a million values",
            with("b4", ",\"x\":[" + "1,".repeat(500_000) + "1]"),
            "too-broad"),
        row("a quarter of a million names", with("b5", names(215_000)), "too-large"),
        row(
            "number of a million digits",
            with("b6", ",\"x\":" + "1".repeat(1_000_000)),
            "number-too-long"),
        row(
            "exponent of a thousand digits",
            with("b7", ",\"x\":1e" + "9".repeat(1_000)),
            "number-too-long"),
        row("a byte above the limit", filled("b8", LIMIT + 1), "too-large"),
        row("a broker's largest record", filled("b9", LIMIT + (1 << 20) - 1_000), "too-large"));
  }

  private static List<Row> legal() {
    return List.of(
        applied("64 levels", sound("l1", ",\"x\":" + nested(63))),
        applied("exact decimals", sound("decimals", ",\"x\":[" + String.join(",", DECIMALS) + "]")),
        applied("exponent that no double holds", sound("l3", ",\"x\":1e400")),
        applied(
            "text of 40,000 bytes",
            sound("l4", ",\"name\":[{\"family\":\"" + "é".repeat(20_000) + "\"}]")),
        applied(
            "identifier of 40,000 bytes",
            sound(
                "l5",
                ",\"identifier\":[{\"system\":\"urn:x\",\"value\":\""
                    + "i".repeat(40_000)
                    + "\"}]")),
        applied("1,500 names of fields", sound("l6", names(1_500))),
        applied(
            "script in the narrative",
            sound(
                "l7",
                ",\"text\":{\"status\":\"generated\",\"div\":\"<div><script>alert(1)</script></div>\"}")),
        applied(
            "emoji and right to left",
            sound("l8", ",\"name\":[{\"family\":\"\\ud83d\\ude00 שלום\"}]")),
        applied("reference to nobody", condition("l9", "Patient/nobody")),
        applied("reference elsewhere", condition("l10", "https://example.org/fhir/Patient/x")),
        applied(
            "reference within a Bundle",
            condition("l11", "urn:uuid:0c0f6c2e-98ba-4f4b-8f5c-7a9d2d9a7f10")),
        applied("reference to what is contained", condition("l12", "#p")),
        applied("reference that is none", condition("l13", "Patient/../x?`;")),
        applied("reference to itself", organization("l14", "l14")),
        applied("loop of references, one half", organization("l15", "l16")),
        applied("loop of references, other half", organization("l16", "l15")),
        applied("megabyte", filled("l17", 1 << 20)));
  }

  /** As large as an event may be. */
  static List<Row> large() {
    return List.of(
        applied("exactly at the limit", filled("a1", LIMIT)),
        applied("180,000 names of fields", sound("a3", names(180_000))),
        applied(
            "as many values as there may be",
            sound("a2", ",\"x\":[" + "1,".repeat(399_990) + "1]")));
  }

  /** With digits that doubles, Jackson's trees and Decimal128 lose. */
  static final List<String> DECIMALS =
      List.of(
          "1.10",
          "0.00",
          "100",
          "1E+2",
          "-0.0",
          "0.1000000000000000055511151231257827",
          "123456789012345678901234567890.123456789012345678901234567890");

  private static Row row(String name, RawEvent event, String expected) {
    return new Row(name, event, expected);
  }

  private static Row applied(String name, RawEvent event) {
    return row(name, event, APPLIED);
  }

  private static RawEvent patient(String id) {
    return RawEvent.patient(id);
  }

  private static RawEvent sound(String id, String more) {
    return RawEvent.of(RawEvent.json(id, more));
  }

  /** What could not be parsed. */
  private static RawEvent with(String id, String more) {
    return patient(id).value(RawEvent.json(id, more));
  }

  private static RawEvent condition(String id, String subject) {
    return RawEvent.of(
        "{\"resourceType\":\"Condition\",\"id\":\"%s\",\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"p\"}],\"subject\":{\"reference\":\"%s\"}}"
            .formatted(id, subject));
  }

  private static RawEvent organization(String id, String whole) {
    return RawEvent.of(
        "{\"resourceType\":\"Organization\",\"id\":\"%s\",\"partOf\":{\"reference\":\"Organization/%s\"}}"
            .formatted(id, whole));
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  private static String names(int count) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < count; i++) {
      names.append(",\"field").append(i).append("\":").append(i);
    }
    return names.toString();
  }

  /** A value of so many bytes. */
  private static RawEvent filled(String id, int bytes) {
    String empty = RawEvent.json(id, ",\"x\":\"\"");
    String full = RawEvent.json(id, ",\"x\":\"" + "x".repeat(bytes - empty.length()) + "\"");
    return patient(id).value(full);
  }
}
