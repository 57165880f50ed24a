package io.distributary.sink;

/** A resource as a view holds it. */
public final class StoredResource {
  private static final byte[] NOTHING = {};

  private final ResourceHead head;
  private final byte[] json;

  private StoredResource(ResourceHead head, byte[] json) {
    this.head = head;
    this.json = json;
  }

  /**
   * @param json not to be changed afterwards; empty for a tombstone
   */
  public static StoredResource of(ResourceHead head, byte[] json) {
    return new StoredResource(head, json);
  }

  public static StoredResource tombstone(ResourceHead head) {
    return new StoredResource(head, NOTHING);
  }

  public ResourceHead head() {
    return head;
  }

  /**
   * UTF-8 of the resource as it was appended: the same elements in the same order and the same
   * digits, without what the server adds to {@code meta}; empty for a tombstone. Not to be changed.
   */
  public byte[] json() {
    return json;
  }

  /** Id and version only. */
  @Override
  public String toString() {
    return head.toString();
  }
}
