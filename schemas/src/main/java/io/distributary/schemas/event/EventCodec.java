package io.distributary.schemas.event;

import io.distributary.schemas.Defect;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.StreamRecord.Header;
import io.distributary.schemas.fhir.Resource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events as CloudEvents 1.0 over Kafka. Writes binary mode; reads binary and structured mode.
 * {@code docs/stream.md} tells other producers the same.
 */
public final class EventCodec {
  private EventCodec() {}

  /**
   * The record of an event, in binary mode.
   *
   * @param id the CloudEvents id, unique for its source
   * @param source the CloudEvents source: a URI reference
   * @param resource its bytes become the value unchanged; {@link Resource#tombstone} for a deletion
   */
  public static EncodedEvent encode(
      Change change, String id, String source, ResourceId key, Resource resource) {
    List<Header> headers =
        List.of(
            header("ce_specversion", "1.0"),
            header("ce_id", id),
            header("ce_source", source),
            header("ce_type", change.type()),
            header("ce_subject", resource.id().toString()),
            header("content-type", "application/fhir+json"));
    return new EncodedEvent(bytes(key.toString()), headers, resource.json());
  }

  /** What a record is; never throws, whatever it holds. */
  public static Decoded decode(StreamRecord record) {
    try {
      CloudEvent event = CloudEvent.read(record);
      return decode(record, event);
    } catch (InvalidResourceException e) {
      return malformed(record, subjectOf(record), e);
    }
  }

  /**
   * Whether a record may be an event about a resource of a type, as far as its headers tell: for
   * those who would decode the whole log for the sake of one type.
   */
  public static boolean mayBeAbout(String type, StreamRecord record) {
    List<String> subjects = headers(record, "ce_subject").toList();
    return subjects.isEmpty()
        || subjects.stream().anyMatch(subject -> subject.startsWith(type + "/"))
        || headers(record, "content-type").anyMatch(CloudEvent::isEnvelope);
  }

  private static Stream<String> headers(StreamRecord record, String name) {
    return record.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .map(value -> value == null ? "" : new String(value, StandardCharsets.UTF_8));
  }

  private static Decoded decode(StreamRecord record, CloudEvent event) {
    try {
      return decodeSound(record, event);
    } catch (InvalidResourceException e) {
      return malformed(record, ResourceId.tryParse(event.attribute("subject")), e);
    }
  }

  private static Decoded malformed(
      StreamRecord record, Optional<ResourceId> subject, InvalidResourceException e) {
    return new Decoded.Malformed(
        record.version(), subject.or(() -> ownKey(record)), e.defect().reason());
  }

  private static Decoded decodeSound(StreamRecord record, CloudEvent event)
      throws InvalidResourceException {
    Optional<Change> change = Change.ofType(event.type());
    if (change.isEmpty()) {
      return new Decoded.PassedOver(record.version());
    }
    ResourceId subject = event.subject();
    Resource resource = event.resource();
    if (!resource.id().equals(subject)) {
      throw new InvalidResourceException(Defect.SUBJECT_MISMATCH, "");
    }
    ResourceId key = keyOf(record, change.get(), resource);
    Resource content = change.get() == Change.DELETED ? Resource.tombstone(subject) : resource;
    return new Decoded.Sound(
        new Event(change.get(), key, record.version(), record.appended(), event.source(), content));
  }

  private static ResourceId keyOf(StreamRecord record, Change change, Resource resource)
      throws InvalidResourceException {
    if (record.key() == null) {
      throw new InvalidResourceException(Defect.KEY_MISSING, "");
    }
    ResourceId key =
        id(record.key()).orElseThrow(() -> new InvalidResourceException(Defect.KEY_INVALID, ""));
    boolean right =
        change == Change.DELETED
            ? key.equals(resource.id()) || key.type().equals("Patient")
            : key.equals(PartitionKeys.keyOf(resource));
    if (!right) {
      throw new InvalidResourceException(Defect.KEY_MISMATCH, "");
    }
    return key;
  }

  private static Optional<ResourceId> subjectOf(StreamRecord record) {
    return record.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase("ce_subject"))
        .flatMap(header -> id(header.value()).stream())
        .findFirst();
  }

  /**
   * The key, if it names the resource itself: a patient's key says nothing about whose event it is.
   */
  private static Optional<ResourceId> ownKey(StreamRecord record) {
    return id(record.key()).filter(key -> !key.type().equals("Patient"));
  }

  private static Optional<ResourceId> id(byte @Nullable [] utf8) {
    return utf8 == null
        ? Optional.empty()
        : ResourceId.tryParse(new String(utf8, StandardCharsets.UTF_8));
  }

  private static Header header(String name, String value) {
    return new Header(name, bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
