package io.distributary.gateway.matching.record;

import org.jspecify.annotations.Nullable;

/** The rows of records, by their numbers. */
public interface Rows {
  /** By the ordinals of the fields; null where the record says nothing. */
  @Nullable Term[] row(int record);
}
