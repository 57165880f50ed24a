package io.distributary.sink;

/**
 * The bytes of the host's memory that one answer holds. What a reader is about to keep on the heap,
 * the answer of its driver above all, it takes here <em>before</em> it asks its store, and gives
 * back once it has let go of it. All answers of a gateway share one budget, so a reader that takes
 * nothing and keeps much ends the gateway for everybody.
 *
 * <ol>
 *   <li>{@link #FIRST} bytes were taken before the reader was called: what a reader keeps up to
 *       there needs no {@link #grow}.
 *   <li>{@link QueryResult.Rows} takes what the rows of an answer need beyond as many bytes of its
 *       own.
 *   <li>What is still held when the answer has been sent is given back by the host.
 * </ol>
 *
 * <p>Any thread may call it.
 */
public interface Reservation {
  /** What every answer has from the beginning, in bytes. */
  long FIRST = 256 << 10;

  /**
   * Takes more. May wait for a second or two while others give back.
   *
   * @param bytes 0 or more
   * @return whether they were there. If not, nothing was taken: end the answer here and say {@link
   *     QueryResult.Cap#BUDGET}, or, with nothing to show yet, throw {@link
   *     BudgetExceededException}
   */
  boolean grow(long bytes);

  /**
   * The same without waiting, for a reader that can do with less.
   *
   * @param bytes 0 or more
   */
  default boolean growNow(long bytes) {
    return grow(bytes);
  }

  /**
   * Gives back.
   *
   * @param bytes no more than were taken
   */
  void shrink(long bytes);

  /**
   * What one answer can ever hold, in bytes, when nobody else holds anything. What needs more is
   * refused as the caller's fault ({@link InvalidQueryException}): there is no use in trying again.
   */
  default long most() {
    return Long.MAX_VALUE;
  }

  /** Always has more: for the host's own reads, which are bounded otherwise. */
  static Reservation unbounded() {
    return new Reservation() {
      @Override
      public boolean grow(long bytes) {
        return true;
      }

      @Override
      public void shrink(long bytes) {}
    };
  }
}
