package io.distributary.sink;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.util.Optional;

/**
 * What a view holds under one name.
 *
 * @param name {@code Type/id}; what somebody else put there under a name that is no resource's is
 *     named as the store names it, one name for one thing
 * @param version as the sink's guard sees it; empty when the store does not say
 * @param hash computed anew from the stored content, comparable with {@link Projection#hash}; empty
 *     when the content cannot be read as this sink's, which never equals a hash
 */
public record ViewEntry(String name, Optional<Version> version, boolean deleted, String hash) {

  public static ViewEntry of(ResourceId id, Version version, boolean deleted, String hash) {
    return new ViewEntry(id.toString(), Optional.of(version), deleted, hash);
  }

  /** Something that this sink did not write, or not so. */
  public static ViewEntry unreadable(String name, Optional<Version> version) {
    return new ViewEntry(name, version, false, "");
  }

  /** Whether it is what an event leaves in the view. */
  public boolean is(Version wanted, String wantedHash) {
    return version.equals(Optional.of(wanted)) && hash.equals(wantedHash);
  }
}
