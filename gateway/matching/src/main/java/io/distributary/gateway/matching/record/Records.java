package io.distributary.gateway.matching.record;

import org.jspecify.annotations.Nullable;

/**
 * Records that are linked with each other, known by their numbers from 0.
 *
 * @param vocabulary of all their values
 * @param rows by record and the ordinal of the field; null where the record says nothing
 */
public record Records(Vocabulary vocabulary, @Nullable Term[][] rows) implements Rows {
  /** How many there are. */
  public int count() {
    return rows.length;
  }

  @Override
  public @Nullable Term[] row(int record) {
    return rows[record];
  }

  /** A value, or null where the record says nothing. */
  public @Nullable Term value(int record, Field field) {
    return rows[record][field.place()];
  }

  /** No patient data. */
  @Override
  public String toString() {
    return rows.length + " records";
  }
}
