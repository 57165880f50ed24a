package io.distributary.sink;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.util.Optional;

/** What a view holds under one name. */
public final class ViewEntry {
  private final Parts parts;

  private record Parts(String name, Optional<Version> version, boolean deleted, String hash) {}

  private ViewEntry(Parts parts) {
    this.parts = parts;
  }

  /**
   * @param version as the sink's guard sees it
   * @param hash computed anew from the stored content, comparable with {@link Projection#hash}
   */
  public static ViewEntry of(ResourceId id, Version version, boolean deleted, String hash) {
    return of(id.toString(), Optional.of(version), deleted, hash);
  }

  /**
   * The same under a name that may be no resource's.
   *
   * @param version empty when the store does not say
   */
  public static ViewEntry of(String name, Optional<Version> version, boolean deleted, String hash) {
    return new ViewEntry(new Parts(name, version, deleted, hash));
  }

  /** Something that this sink did not write, or not so. */
  public static ViewEntry unreadable(String name, Optional<Version> version) {
    return of(name, version, false, "");
  }

  /**
   * {@code Type/id}; what somebody else put there under a name that is no resource's is named as
   * the store names it, one name for one thing.
   */
  public String name() {
    return parts.name;
  }

  /** As the sink's guard sees it; empty when the store does not say. */
  public Optional<Version> version() {
    return parts.version;
  }

  public boolean deleted() {
    return parts.deleted;
  }

  /** Empty when the content cannot be read as this sink's, which never equals a hash. */
  public String hash() {
    return parts.hash;
  }

  /** Whether it is what an event leaves in the view. */
  public boolean is(Version wanted, String wantedHash) {
    return parts.version.equals(Optional.of(wanted)) && parts.hash.equals(wantedHash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ViewEntry entry && parts.equals(entry.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** Name and version only. */
  @Override
  public String toString() {
    return parts.name + " " + parts.version.map(Version::toString).orElse("without a version");
  }
}
