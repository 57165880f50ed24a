package io.distributary.sinks.hbase;

import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.Reservation;

/**
 * The memory that one read holds of what HBase has answered. The first {@link Reservation#FIRST}
 * bytes are every read's already, so that small answers take nothing.
 */
final class Held implements AutoCloseable {
  private final Reservation reservation;
  private long taken;

  Held(Reservation reservation) {
    this.reservation = reservation;
  }

  /**
   * Takes what is missing, or gives back what is too much.
   *
   * @param bytes that are going to be held from now on
   */
  void hold(long bytes) throws BudgetExceededException {
    if (!tryHold(bytes)) {
      throw new BudgetExceededException();
    }
  }

  /** The same; false, and nothing changed, when there is no more memory. */
  boolean tryHold(long bytes) {
    long needed = Math.max(0, bytes - Reservation.FIRST);
    if (needed > taken) {
      if (!reservation.grow(needed - taken)) {
        return false;
      }
    } else if (needed < taken) {
      reservation.shrink(taken - needed);
    }
    taken = needed;
    return true;
  }

  @Override
  public void close() {
    if (taken > 0) {
      reservation.shrink(taken);
      taken = 0;
    }
  }
}
