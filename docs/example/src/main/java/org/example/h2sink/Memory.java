package org.example.h2sink;

import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.Reservation;

/** What a reader holds of an answer's memory. The first part of it is there without asking. */
final class Memory {

  /** A body is there twice while it is read: as bytes and in H2's buffers; and it is parsed. */
  private static final long FACTOR = 2;

  private final Reservation reservation;
  private long grown;

  Memory(Reservation reservation) {
    this.reservation = reservation;
  }

  /** Takes what a row needs, before its body is read. */
  void take(H2Row row) throws BudgetExceededException {
    if (!tryTake(row)) {
      throw new BudgetExceededException();
    }
  }

  boolean tryTake(H2Row row) {
    long more = Math.max(0, row.length() * FACTOR - Reservation.FIRST - grown);
    if (more > 0 && !reservation.grow(more)) {
      return false;
    }
    grown += more;
    return true;
  }

  /** Gives back all but the first part. */
  void giveBack() {
    if (grown > 0) {
      reservation.shrink(grown);
      grown = 0;
    }
  }
}
