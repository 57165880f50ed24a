package io.distributary.gateway.write;

/**
 * Why a write was not done.
 *
 * @param message a sentence for the caller; the program's words and names of elements, never a
 *     value of a resource
 * @param element path of the element that is wrong, for example {@code Encounter.subject}; empty
 *     when it is none
 */
public record Rejection(RejectionKind kind, String message, String element) {
  /** What the caller can do about it. */
  public enum RejectionKind {
    /** The resource is not sound: mend it. */
    MALFORMED,
    /** The resource and the place it is written to do not agree. */
    MISMATCH,
    /** More than one resource may have. */
    TOO_LARGE,
    /** Legal, and not yet done here. */
    NOT_SUPPORTED,
    /** The resource would go to another patient: delete it, then create it anew. */
    KEY_CHANGED,
    /** There is no such type of resource. */
    UNKNOWN_TYPE,
    /** There is nothing to delete. */
    NOT_FOUND,
    /** Not known well enough yet: later. */
    NOT_NOW,
    /** The log did not acknowledge: whether it has the event is unknown. */
    UNACKNOWLEDGED
  }

  public static Rejection of(RejectionKind kind, String message) {
    return new Rejection(kind, message, "");
  }
}
