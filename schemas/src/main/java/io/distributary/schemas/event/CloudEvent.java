package io.distributary.schemas.event;

import io.distributary.schemas.Defect;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.StreamRecord.Header;
import io.distributary.schemas.fhir.Resource;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes and the data of a CloudEvent, whichever mode it came in (CloudEvents 1.0, Kafka
 * protocol binding, §3).
 *
 * @param attributes by name, required ones present
 * @param data the resource's bytes
 */
record CloudEvent(Map<String, String> attributes, byte[] data) {
  private static final String CLOUD_EVENTS = "application/cloudevents";
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCHED = "application/cloudevents-batch+json";
  private static final String FHIR_JSON = "application/fhir+json";
  private static final String DATA_CONTENT_TYPE = "datacontenttype";
  private static final Set<String> JSON = Set.of(FHIR_JSON, "application/json");
  private static final List<String> REQUIRED = List.of("id", "source", "specversion", "type");
  private static final int LONGEST_ATTRIBUTE = 1_024;

  /**
   * An envelope around a resource: the record's own limit, and a level and some values more than
   * the resource's.
   */
  private static final JsonLimits ENVELOPE =
      new JsonLimits(5 << 20, JsonLimits.RESOURCE.depth() + 1, JsonLimits.RESOURCE.values() + 100);

  static CloudEvent read(StreamRecord record) throws InvalidResourceException {
    Map<String, String> headers = headers(record.headers());
    String mediaType = mediaType(headers.getOrDefault("content-type", FHIR_JSON));
    if (mediaType.startsWith(BATCHED)) {
      throw new InvalidResourceException(Defect.BATCHED_MODE, "");
    }
    if (mediaType.startsWith(CLOUD_EVENTS) && !mediaType.equals(STRUCTURED)) {
      throw new InvalidResourceException(Defect.CONTENT_TYPE_UNKNOWN, "");
    }
    CloudEvent event =
        mediaType.equals(STRUCTURED) ? structured(record) : binary(record, headers, mediaType);
    event.check();
    return event;
  }

  /** Whether a content type says that the attributes stand in the value, not in headers. */
  static boolean isEnvelope(String contentType) {
    return mediaType(contentType).startsWith(CLOUD_EVENTS);
  }

  String type() {
    return attribute("type");
  }

  String source() {
    return attribute("source");
  }

  ResourceId subject() throws InvalidResourceException {
    if (attribute("subject").isEmpty()) {
      throw new InvalidResourceException(Defect.HEADER_MISSING, "subject");
    }
    return ResourceId.tryParse(attribute("subject"))
        .orElseThrow(() -> new InvalidResourceException(Defect.SUBJECT_INVALID, ""));
  }

  Resource resource() throws InvalidResourceException {
    if (!JSON.contains(mediaType(attributes.getOrDefault(DATA_CONTENT_TYPE, FHIR_JSON)))) {
      throw new InvalidResourceException(Defect.CONTENT_TYPE_UNKNOWN, "");
    }
    if (data.length == 0) {
      throw new InvalidResourceException(Defect.VALUE_MISSING, "");
    }
    return Resource.parse(data);
  }

  private static CloudEvent binary(
      StreamRecord record, Map<String, String> headers, String mediaType) {
    Map<String, String> attributes = new HashMap<>();
    headers.forEach(
        (name, value) -> {
          if (name.startsWith("ce_")) {
            attributes.put(name.substring(3), value);
          }
        });
    attributes.put(DATA_CONTENT_TYPE, mediaType);
    return new CloudEvent(attributes, record.value() == null ? new byte[0] : record.value());
  }

  private static CloudEvent structured(StreamRecord record) throws InvalidResourceException {
    if (record.value() == null) {
      throw new InvalidResourceException(Defect.VALUE_MISSING, "");
    }
    Map<String, @Nullable Object> envelope = Json.parseObject(record.value(), ENVELOPE);
    Map<String, String> attributes = new HashMap<>();
    envelope.forEach(
        (name, value) -> {
          if (value instanceof String text && !name.equals("data") && !name.equals("data_base64")) {
            attributes.put(name, text);
          }
        });
    return new CloudEvent(attributes, data(envelope));
  }

  private static byte[] data(Map<String, @Nullable Object> envelope)
      throws InvalidResourceException {
    if (envelope.get("data_base64") instanceof String text) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw new InvalidResourceException(Defect.MALFORMED_JSON, "data_base64");
      }
    }
    Object data = envelope.get("data");
    return data == null ? new byte[0] : Json.write(data);
  }

  private void check() throws InvalidResourceException {
    for (String name : REQUIRED) {
      if (attributes.getOrDefault(name, "").isEmpty()) {
        throw new InvalidResourceException(Defect.HEADER_MISSING, name);
      }
    }
    if (!attribute("specversion").equals("1.0")
        || !attributes.values().stream().allMatch(CloudEvent::isPlain)
        || !hasSoundTime()) {
      throw new InvalidResourceException(Defect.HEADER_INVALID, "");
    }
  }

  String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  private static boolean isPlain(String value) {
    if (value.length() > LONGEST_ATTRIBUTE) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean hasSoundTime() {
    String time = attributes.get("time");
    if (time == null) {
      return true;
    }
    try {
      return OffsetDateTime.parse(time).getYear() > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static Map<String, String> headers(List<Header> headers) throws InvalidResourceException {
    Map<String, String> byName = new HashMap<>();
    for (Header header : headers) {
      String name = header.name().toLowerCase(Locale.ROOT);
      boolean ours = name.startsWith("ce_") || name.equals("content-type");
      if (ours && byName.put(name, text(header.value())) != null) {
        throw new InvalidResourceException(Defect.HEADER_REPEATED, "");
      }
    }
    return byName;
  }

  private static String text(byte @Nullable [] utf8) throws InvalidResourceException {
    if (utf8 == null) {
      return "";
    }
    if (isAscii(utf8)) {
      return new String(utf8, StandardCharsets.US_ASCII);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidResourceException(Defect.HEADER_INVALID, "");
    }
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static String mediaType(String contentType) {
    int semicolon = contentType.indexOf(';');
    return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /** The names of its attributes only. */
  @Override
  public String toString() {
    return attributes.keySet().toString();
  }
}
