package io.distributary.gateway.write;

import io.distributary.schemas.Defect;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.PartitionKeys;
import io.distributary.schemas.fhir.Resource;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A change that somebody asks for, checked as far as it can be without asking a view. */
public sealed interface Write {
  ResourceId id();

  /**
   * The whole new content of a resource.
   *
   * @param key its patient, or itself
   * @param event what is appended; its value is the resource's bytes
   * @param assigned whether its id was made here just now, so that nobody can have seen it
   */
  record Put(ResourceId id, ResourceId key, EncodedEvent event, boolean assigned) implements Write {
    /** The resource's bytes as they lie in the stream; not to be changed. */
    public byte[] json() {
      return event.value();
    }

    /** Id alone. */
    @Override
    public String toString() {
      return id.toString();
    }
  }

  /** The deletion of a resource. */
  record Delete(ResourceId id) implements Write {}

  /**
   * Content for a given place.
   *
   * @param json kept, not copied
   * @param source the CloudEvents source: a URI reference
   * @throws RejectedWriteException when the content is not sound or belongs elsewhere
   */
  static Put put(ResourceId place, byte[] json, String source) throws RejectedWriteException {
    try {
      Resource resource = Resource.parse(json);
      if (!resource.type().equals(place.type())) {
        throw mismatch("resourceType", "The resource's type is not the one in the URL.");
      }
      if (!resource.id().equals(place)) {
        throw mismatch("id", "The resource's id is not the one in the URL.");
      }
      return sound(resource, source, false);
    } catch (InvalidResourceException e) {
      throw refused(e);
    }
  }

  /**
   * Content for a new place, whose id is made here; an id in the content is replaced.
   *
   * @throws RejectedWriteException when the content is not sound or of another type
   */
  static Put create(String type, byte[] json, String source) throws RejectedWriteException {
    try {
      Map<String, @Nullable Object> given = Json.parseObject(json, JsonLimits.RESOURCE);
      if (given.get("resourceType") == null) {
        throw new InvalidResourceException(Defect.TYPE_MISSING, "resourceType");
      }
      if (!type.equals(given.get("resourceType"))) {
        throw mismatch("resourceType", "The resource's type is not the one in the URL.");
      }
      Map<String, @Nullable Object> named = new LinkedHashMap<>();
      named.put("resourceType", type);
      named.put("id", UUID.randomUUID().toString());
      given.forEach(named::putIfAbsent);
      return sound(Resource.of(named), source, true);
    } catch (InvalidResourceException e) {
      throw refused(e);
    }
  }

  private static Put sound(Resource resource, String source, boolean assigned)
      throws RejectedWriteException {
    Optional<String> conditional = ConditionalReferences.find(resource.tree());
    if (conditional.isPresent()) {
      throw new RejectedWriteException(
          new Rejection(
              Rejection.RejectionKind.NOT_SUPPORTED,
              "Conditional references (Type?…) are not supported yet. Use Type/id.",
              conditional.get()));
    }
    ResourceId key = PartitionKeys.keyOf(resource);
    String id = UUID.randomUUID().toString();
    return new Put(
        resource.id(), key, EventCodec.encode(Change.UPDATED, id, source, key, resource), assigned);
  }

  private static RejectedWriteException mismatch(String element, String message) {
    return new RejectedWriteException(
        new Rejection(Rejection.RejectionKind.MISMATCH, message, element));
  }

  private static RejectedWriteException refused(InvalidResourceException e) {
    Rejection.RejectionKind kind =
        e.defect() == Defect.TOO_LARGE
            ? Rejection.RejectionKind.TOO_LARGE
            : Rejection.RejectionKind.MALFORMED;
    return new RejectedWriteException(
        new Rejection(kind, e.defect().reason().message(), e.element()));
  }
}
