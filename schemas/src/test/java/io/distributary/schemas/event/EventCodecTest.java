package io.distributary.schemas.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.distributary.schemas.Defect;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.fhir.Resource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
  private static final String VALUE =
      "{ \"resourceType\":\"Observation\", \"id\":\"o\",\n"
          + "\"subject\":{\"reference\":\"Patient/p\"}, \"valueDecimal\":1.10 }";
  private static final ResourceId SUBJECT = new ResourceId("Observation", "o");
  private static final ResourceId KEY = new ResourceId("Patient", "p");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ce_subject=Patient/p | true",
        "CE_Subject=Patient/p | true",
        "ce_subject=Observation/o | false",
        "ce_subject=PatientX/p | false",
        "ce_type=anything | true",
        "ce_subject=Observation/o;ce_subject=Patient/p | true",
        "ce_subject=Observation/o;content-type=application/fhir+json | false",
        "ce_subject=Observation/o;content-type=Application/CloudEvents+json; charset=utf-8 | true",
      })
  void headersTellWhetherARecordMayBeAboutAType(String headers, boolean mayBe) {
    StreamRecord record = Records.of("Patient/p", "{}", headers.split(";(?! )")).record();
    assertThat(EventCodec.mayBeAbout("Patient", record)).isEqualTo(mayBe);
  }

  @Test
  void anEventIsReadBackAsItWasWrittenByteForByte() throws Exception {
    // Given
    Resource resource = Resource.parse(VALUE.getBytes(UTF_8));

    // When
    EncodedEvent encoded =
        EventCodec.encode(
            Change.UPDATED, "1", "urn:source", PartitionKeys.keyOf(resource), resource);
    Event event = sound(Records.of(encoded));

    // Then
    assertThat(encoded.value()).isEqualTo(VALUE.getBytes(UTF_8));
    assertThat(event.resource().json()).isEqualTo(VALUE.getBytes(UTF_8));
    assertThat(event.change()).isEqualTo(Change.UPDATED);
    assertThat(event.id()).isEqualTo(SUBJECT);
    assertThat(event.key()).isEqualTo(KEY);
    assertThat(event.source()).isEqualTo("urn:source");
    assertThat(event.version())
        .isEqualTo(Version.of(Records.EPOCH, Records.OFFSET, Records.PARTITION));
    assertThat(event.appended()).isEqualTo(Records.APPENDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Patient/p", "Observation/o"})
  void aDeletionIsReadUnderThePatientsKeyOrItsOwn(String key) {
    // When
    Event event = sound(deletion().key(key));

    // Then
    assertThat(event.deleted()).isTrue();
    assertThat(event.key()).hasToString(key);
  }

  @Test
  void aDeletionDropsWhateverElseItsValueHolds() {
    // When
    Event event = sound(deletion().value(VALUE));

    // Then
    assertThat(event.resource().tree()).containsOnlyKeys("resourceType", "id");
    assertThat(event.resource().json()).isEqualTo(Resource.tombstone(SUBJECT).json());
  }

  static Stream<Arguments> legal() {
    return Stream.of(
        arguments("application/json", binary().header("content-type", "application/json")),
        arguments(
            "a charset", binary().header("content-type", "Application/FHIR+JSON; charset=utf-8")),
        arguments("no content type", binary().without("content-type")),
        arguments("headers of others", binary().with("traceparent", "x").with("traceparent", "y")),
        arguments("names in capitals", binary().without("ce_id").with("CE_ID", "1")),
        arguments("a time", binary().with("ce_time", "2026-01-02T03:04:05.678Z")),
        arguments("an extension", binary().with("ce_tenant", "a")),
        arguments("structured", structured(envelope("\"data\":" + VALUE))),
        arguments(
            "structured, base64", structured(envelope("\"data_base64\":\"" + base64() + "\""))),
        arguments(
            "structured, a schema",
            structured(envelope("\"dataschema\":\"urn:x\",\"data\":" + VALUE))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("legal")
  void whatCloudEventsAllowIsRead(String what, Records record) {
    assertThat(sound(record).id()).isEqualTo(SUBJECT);
  }

  @Test
  void structuredModeKeepsTheDigitsAndBase64TheBytes() {
    assertThat(
            new String(sound(structured(envelope("\"data\":" + VALUE))).resource().json(), UTF_8))
        .contains("\"valueDecimal\":1.10");
    assertThat(
            sound(structured(envelope("\"data_base64\":\"" + base64() + "\""))).resource().json())
        .isEqualTo(VALUE.getBytes(UTF_8));
  }

  @Test
  void anEnvelopeTakesNothingFromTheResourcesOwnDepth() {
    String deepest = nested(64);

    assertThat(EventCodec.decode(structured(envelope("\"data\":" + deepest)).record()))
        .isInstanceOf(Decoded.Sound.class);
    assertThat(EventCodec.decode(structured(envelope("\"data\":" + nested(65))).record()))
        .isInstanceOf(Decoded.Malformed.class);
  }

  static Stream<Records> unknown() {
    Records later = binary().header("ce_type", "io.distributary.resource.merged");
    return Stream.of(
        later,
        later.without("ce_subject"),
        later.header("content-type", "application/xml").value("<x/>"),
        later.key((String) null),
        later.value((String) null),
        structured(envelope("\"data\":7").replace("resource.updated", "resource.merged")));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void anEventOfAnUnknownTypeIsPassedOverWhateverElseItHolds(Records record) {
    assertThat(EventCodec.decode(record.record()))
        .isEqualTo(new Decoded.PassedOver(record.record().version()));
  }

  static Stream<Arguments> defects() {
    return Stream.of(
        arguments(Defect.KEY_MISSING, binary().key((String) null)),
        arguments(Defect.KEY_INVALID, binary().key("p")),
        arguments(Defect.KEY_INVALID, binary().key("")),
        arguments(Defect.KEY_INVALID, binary().key(new byte[] {(byte) 0xff})),
        arguments(Defect.KEY_MISMATCH, binary().key("Patient/q")),
        arguments(Defect.KEY_MISMATCH, binary().key("Observation/o")),
        arguments(Defect.KEY_MISMATCH, deletion().key("Organization/x")),
        arguments(Defect.VALUE_MISSING, binary().value((String) null)),
        arguments(Defect.VALUE_MISSING, binary().value("")),
        arguments(Defect.VALUE_MISSING, deletion().value((String) null)),
        arguments(Defect.VALUE_MISSING, structured(null)),
        arguments(Defect.VALUE_MISSING, structured(envelope("\"x\":\"y\""))),
        arguments(Defect.VALUE_MISSING, structured(envelope("\"data\":null"))),
        arguments(Defect.HEADER_MISSING, binary().without("ce_id")),
        arguments(Defect.HEADER_MISSING, binary().without("ce_source")),
        arguments(Defect.HEADER_MISSING, binary().without("ce_specversion")),
        arguments(Defect.HEADER_MISSING, binary().without("ce_type")),
        arguments(Defect.HEADER_MISSING, binary().without("ce_subject")),
        arguments(Defect.HEADER_MISSING, binary().header("ce_source", "")),
        arguments(Defect.HEADER_MISSING, binary().header("ce_source", (byte[]) null)),
        arguments(Defect.HEADER_MISSING, structured(envelope("\"data\":1").replace("\"1\"", "1"))),
        arguments(Defect.HEADER_INVALID, binary().header("ce_specversion", "0.3")),
        arguments(Defect.HEADER_INVALID, binary().header("ce_source", "a\r\nb")),
        arguments(Defect.HEADER_INVALID, binary().header("ce_id", "x".repeat(1_025))),
        arguments(Defect.HEADER_INVALID, binary().header("ce_source", new byte[] {(byte) 0xff})),
        arguments(Defect.HEADER_INVALID, binary().with("ce_time", "yesterday")),
        arguments(Defect.HEADER_INVALID, binary().with("ce_time", "2026-02-30T00:00:00Z")),
        arguments(Defect.HEADER_REPEATED, binary().with("ce_subject", "Observation/o")),
        arguments(Defect.HEADER_REPEATED, binary().with("CE_ID", "2")),
        arguments(
            Defect.BATCHED_MODE,
            binary().header("content-type", "application/cloudevents-batch+json")),
        arguments(Defect.CONTENT_TYPE_UNKNOWN, binary().header("content-type", "application/xml")),
        arguments(Defect.CONTENT_TYPE_UNKNOWN, binary().header("content-type", "")),
        arguments(
            Defect.CONTENT_TYPE_UNKNOWN,
            binary().header("content-type", "application/cloudevents+avro")),
        arguments(
            Defect.CONTENT_TYPE_UNKNOWN,
            structured(envelope("\"datacontenttype\":\"text/xml\",\"data\":\"<x/>\""))),
        arguments(Defect.SUBJECT_INVALID, binary().header("ce_subject", "o")),
        arguments(Defect.SUBJECT_MISMATCH, binary().header("ce_subject", "Observation/other")),
        arguments(Defect.SUBJECT_MISMATCH, binary().header("ce_subject", "Patient/o")),
        arguments(Defect.TOO_LARGE, value("{\"a\":\"" + "x".repeat(4 << 20) + "\"}")),
        arguments(
            Defect.TOO_LARGE, structured(envelope("\"data\":\"" + "x".repeat(5 << 20) + "\""))),
        arguments(Defect.TOO_DEEP, value(nested(65))),
        arguments(Defect.TOO_BROAD, value("{\"a\":[" + "1,".repeat(400_000) + "1]}")),
        arguments(Defect.NUMBER_TOO_LONG, value("{\"a\":" + "1".repeat(1_001) + "}")),
        arguments(Defect.NOT_UTF8, binary().value(new byte[] {'{', (byte) 0xff, '}'})),
        arguments(Defect.MALFORMED_JSON, value("{\"resourceType\":\"Obs")),
        arguments(Defect.MALFORMED_JSON, value(VALUE + "x")),
        arguments(Defect.MALFORMED_JSON, structured(envelope("\"data_base64\":\"%\""))),
        arguments(Defect.NOT_AN_OBJECT, value("[" + VALUE + "]")),
        arguments(Defect.NOT_AN_OBJECT, structured(envelope("\"data\":\"text\""))),
        arguments(Defect.DUPLICATE_FIELD, value("{\"id\":\"o\",\"id\":\"o\"}")),
        arguments(Defect.FIELD_NAME_INVALID, value(VALUE.replace("valueDecimal", "$where"))),
        arguments(Defect.FIELD_NAME_INVALID, value(VALUE.replace("valueDecimal", "a.b"))),
        arguments(Defect.TEXT_INVALID, value(VALUE.replace("1.10", "\"\\u0000\""))),
        arguments(Defect.TEXT_INVALID, value(VALUE.replace("1.10", "\"\\ud800\""))),
        arguments(
            Defect.DATE_INVALID,
            value(VALUE.replace("\"valueDecimal\":1.10", "\"issued\":\"2024-02-30T00:00:00Z\""))),
        arguments(Defect.TYPE_MISSING, value("{\"id\":\"o\"}")),
        arguments(Defect.TYPE_INVALID, value("{\"resourceType\":\"A`B\",\"id\":\"o\"}")),
        arguments(Defect.ID_MISSING, value("{\"resourceType\":\"Observation\"}")),
        arguments(Defect.ID_INVALID, value("{\"resourceType\":\"Observation\",\"id\":\"../o\"}")));
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("defects")
  void whatNoViewCanApplyIsMalformedForThatReason(Defect defect, Records record) {
    // When
    Decoded decoded = EventCodec.decode(record.record());

    // Then
    assertThat(decoded).isInstanceOf(Decoded.Malformed.class);
    assertThat(((Decoded.Malformed) decoded).reason()).isEqualTo(defect.reason());
    assertThat(decoded.version()).isEqualTo(record.record().version());
  }

  @Test
  void everyDefectIsReached() {
    Set<Defect> reached =
        defects()
            .map(arguments -> (Defect) arguments.get()[0])
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Defect.class)));

    assertThat(reached).containsExactlyInAnyOrder(Defect.values());
  }

  @Test
  void aMalformedEventNamesItsResourceAsFarAsThatIsKnown() {
    assertThat(subject(binary().value("{"))).isEqualTo("Observation/o");
    assertThat(subject(binary().without("ce_id").value("{"))).isEqualTo("Observation/o");
    assertThat(subject(structured(envelope("\"data\":1")))).isEqualTo("Observation/o");
    assertThat(subject(binary().without("ce_subject").key("Location/x"))).isEqualTo("Location/x");
  }

  @Test
  void aPatientsKeyIsNotTakenForTheResourceOfAMalformedEvent() {
    assertThat(subject(binary().without("ce_subject"))).isEqualTo("unknown");
  }

  @Test
  void noRecordMakesDecodingThrow() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 3_000; i++) {
      byte[] value = VALUE.getBytes(UTF_8);
      value[random.nextInt(value.length)] = (byte) random.nextInt(256);

      assertThat(EventCodec.decode(binary().value(value).record())).isNotNull();
    }
  }

  @Test
  void nothingOfTheContentIsInAnyText() {
    // Given
    Records canary = value(VALUE.replace("1.10", "\"CANARY\"")).header("ce_source", "CANARY");

    // Then
    assertThat(sound(canary).toString()).doesNotContain("CANARY");
    assertThat(canary.record().toString()).doesNotContain("CANARY");
    assertThat(EventCodec.decode(canary.value("{\"CANARY\":\"CANARY").record()).toString())
        .doesNotContain("CANARY");
  }

  private static String subject(Records record) {
    return ((Decoded.Malformed) EventCodec.decode(record.record()))
        .subject()
        .map(ResourceId::toString)
        .orElse("unknown");
  }

  private static Event sound(Records record) {
    Decoded decoded = EventCodec.decode(record.record());
    assertThat(decoded).isInstanceOf(Decoded.Sound.class);
    return ((Decoded.Sound) decoded).event();
  }

  private static Records binary() {
    return Records.of(
        "Patient/p",
        VALUE,
        "ce_specversion=1.0",
        "ce_id=1",
        "ce_source=urn:source",
        "ce_type=io.distributary.resource.updated",
        "ce_subject=Observation/o",
        "content-type=application/fhir+json");
  }

  private static Records deletion() {
    return binary()
        .header("ce_type", "io.distributary.resource.deleted")
        .value("{\"resourceType\":\"Observation\",\"id\":\"o\"}");
  }

  private static Records value(String json) {
    return binary().value(json);
  }

  private static Records structured(String envelope) {
    return Records.of(
        "Patient/p", envelope, "content-type=application/cloudevents+json; charset=UTF-8");
  }

  private static String envelope(String data) {
    return "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"urn:source\","
        + "\"type\":\"io.distributary.resource.updated\",\"subject\":\"Observation/o\","
        + data
        + "}";
  }

  private static String nested(int levels) {
    return VALUE.replace("1.10", "[".repeat(levels - 1) + "]".repeat(levels - 1));
  }

  private static String base64() {
    return Base64.getEncoder().encodeToString(VALUE.getBytes(UTF_8));
  }
}
