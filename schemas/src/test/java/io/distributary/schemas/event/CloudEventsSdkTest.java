package io.distributary.schemas.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.fhir.Resource;
import java.net.URI;
import java.time.OffsetDateTime;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/**
 * The CloudEvents SDK and this codec, each written without the other, must understand each other.
 */
class CloudEventsSdkTest {
  private static final String VALUE =
      "{\"resourceType\":\"Observation\",\"id\":\"o\",\"subject\":{\"reference\":\"Patient/p\"}}";
  private static final io.cloudevents.CloudEvent EVENT =
      CloudEventBuilder.v1()
          .withId("7")
          .withSource(URI.create("urn:hospital:a"))
          .withType("io.distributary.resource.updated")
          .withSubject("Observation/o")
          .withTime(OffsetDateTime.parse("2026-01-02T03:04:05.678+01:00"))
          .withExtension("tenant", "a")
          .withData("application/fhir+json", VALUE.getBytes(UTF_8))
          .build();

  @Test
  void theSdkReadsWhatWeWrite() throws Exception {
    // Given
    Resource resource = Resource.parse(VALUE.getBytes(UTF_8));

    // When
    EncodedEvent encoded =
        EventCodec.encode(
            Change.UPDATED, "7", "urn:hospital:a", new ResourceId("Patient", "p"), resource);
    io.cloudevents.CloudEvent read =
        KafkaMessageFactory.createReader(headers(encoded), encoded.value()).toEvent();

    // Then
    assertThat(read.getSpecVersion()).hasToString("1.0");
    assertThat(read.getId()).isEqualTo("7");
    assertThat(read.getSource()).hasToString("urn:hospital:a");
    assertThat(read.getType()).isEqualTo("io.distributary.resource.updated");
    assertThat(read.getSubject()).isEqualTo("Observation/o");
    assertThat(read.getDataContentType()).isEqualTo("application/fhir+json");
    assertThat(read.getData().toBytes()).isEqualTo(VALUE.getBytes(UTF_8));
  }

  @Test
  void weReadWhatTheSdkWritesInBinaryMode() {
    // When
    var written =
        KafkaMessageFactory.createWriter("t", "Patient/p".getBytes(UTF_8)).writeBinary(EVENT);
    StringBuilder names = new StringBuilder();
    Records record = Records.of("Patient/p", new String(written.value(), UTF_8));
    for (var header : written.headers()) {
      names.append(header.key()).append(' ');
      record = record.header(header.key(), header.value());
    }

    // Then
    assertThat(names.toString()).contains("ce_subject", "ce_time", "ce_tenant", "content-type");
    assertUnderstood(record);
  }

  @Test
  void weReadWhatTheSdkWritesInStructuredMode() {
    // When
    String envelope = new String(new JsonFormat().serialize(EVENT), UTF_8);

    // Then
    assertUnderstood(Records.of("Patient/p", envelope, "content-type=" + JsonFormat.CONTENT_TYPE));
  }

  private static void assertUnderstood(Records record) {
    Decoded decoded = EventCodec.decode(record.record());
    assertThat(decoded).isInstanceOf(Decoded.Sound.class);
    Event event = ((Decoded.Sound) decoded).event();
    assertThat(event.id()).hasToString("Observation/o");
    assertThat(event.key()).hasToString("Patient/p");
    assertThat(event.source()).isEqualTo("urn:hospital:a");
    assertThat(event.resource().text("subject.reference")).hasValue("Patient/p");
  }

  private static Headers headers(EncodedEvent encoded) {
    Headers headers = new RecordHeaders();
    encoded.headers().forEach(header -> headers.add(header.name(), header.value()));
    return headers;
  }
}
