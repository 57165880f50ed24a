package io.distributary.gateway.matching.record;

/** A value that is only the same or another. */
public final class Code extends Term {
  Code(String text, int ordinal) {
    super(text, ordinal);
  }
}
