package io.distributary.sink;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.time.Instant;

/**
 * What a view knows of a resource beside its content.
 *
 * @param key the event's key
 * @param appended the append time of the event that wrote it: FHIR's {@code lastUpdated}, to the
 *     millisecond
 * @param source the event's source
 * @param deleted whether it is a tombstone
 */
public record ResourceHead(
    ResourceId id,
    ResourceId key,
    Version version,
    Instant appended,
    String source,
    boolean deleted) {}
