package io.distributary.sink;

/**
 * A resource as a view holds it.
 *
 * @param json UTF-8 of the resource as it was appended: the same elements in the same order and the
 *     same digits, without what the server adds to {@code meta}; empty for a tombstone. Not to be
 *     changed.
 */
public record StoredResource(ResourceHead head, byte[] json) {
  /** Id and version only. */
  @Override
  public String toString() {
    return head.id() + " " + head.version();
  }
}
