package io.distributary.schemas.fhir;

import io.distributary.schemas.ResourceId;

/**
 * A literal reference to another resource of the stream.
 *
 * @param path the names of the elements that lead to it, joined by {@code _}, for example {@code
 *     participant_individual}
 * @param target what it points at
 */
public record Reference(String path, ResourceId target) {}
