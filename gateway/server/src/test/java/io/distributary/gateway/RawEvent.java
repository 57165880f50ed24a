package io.distributary.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.PartitionKeys;
import io.distributary.schemas.event.StreamRecord.Header;
import io.distributary.schemas.fhir.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record that a test spoils one thing of.
 *
 * @param id of the resource that it is about
 * @param place the key that decides its partition, whatever {@code key} says
 */
record RawEvent(
    ResourceId id,
    ResourceId place,
    byte @Nullable [] key,
    List<Header> headers,
    byte @Nullable [] value) {

  /** As the gateway appends it. */
  static RawEvent of(String json) {
    try {
      Resource resource = Resource.parse(json.getBytes(UTF_8));
      return of(Change.UPDATED, PartitionKeys.keyOf(resource), resource);
    } catch (InvalidResourceException e) {
      throw new AssertionError("Not sound to begin with: " + e.defect(), e);
    }
  }

  /** Of a Patient. */
  static RawEvent deletion(String id) {
    ResourceId patient = new ResourceId("Patient", id);
    return of(Change.DELETED, patient, Resource.tombstone(patient));
  }

  private static RawEvent of(Change change, ResourceId key, Resource resource) {
    EncodedEvent sound =
        EventCodec.encode(change, UUID.randomUUID().toString(), "urn:stranger", key, resource);
    return new RawEvent(resource.id(), key, sound.key(), sound.headers(), sound.value());
  }

  /** A Patient of no more than an id. */
  static RawEvent patient(String id) {
    return of(json(id, ""));
  }

  /**
   * @param more fields of the Patient, each after a comma
   */
  static String json(String id, String more) {
    return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"" + more + "}";
  }

  RawEvent key(@Nullable String text) {
    return key(text == null ? null : text.getBytes(UTF_8));
  }

  RawEvent key(byte @Nullable [] bytes) {
    return new RawEvent(id, place, bytes, headers, value);
  }

  RawEvent value(@Nullable String text) {
    return value(text == null ? null : text.getBytes(UTF_8));
  }

  RawEvent value(byte @Nullable [] bytes) {
    return new RawEvent(id, place, key, headers, bytes);
  }

  RawEvent without(String name) {
    return new RawEvent(
        id,
        place,
        key,
        headers.stream().filter(header -> !header.name().equals(name)).toList(),
        value);
  }

  /** One header more, whether it is there or not. */
  RawEvent with(String name, String text) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, text.getBytes(UTF_8)));
    return new RawEvent(id, place, key, more, value);
  }

  /** The same header with another value. */
  RawEvent header(String name, String text) {
    return without(name).with(name, text);
  }
}
