package io.distributary.sink;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;

/**
 * What a view holds of one resource.
 *
 * @param hash computed anew from the stored content, comparable with {@link Projection#hash}
 */
public record ViewEntry(ResourceId id, Version version, boolean deleted, String hash) {}
