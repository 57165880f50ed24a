package io.distributary.sinks.neo4j;

import io.distributary.sink.ReadContext;
import io.distributary.sink.Reservation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The memory of one query's answer on its way: what the server has sent and nobody has read yet. It
 * is taken before the driver gets to see a byte of it, and given back row by row as they are read.
 * Rows that are kept are {@link io.distributary.sink.QueryResult.Rows}' business.
 *
 * <p>One thread brings ({@link #add}, {@link #covers}), another one reads.
 */
final class AnswerMemory implements BoltMeter.Messages {
  /** Why an answer was cut off. */
  enum Cut {
    /** One row is too large by itself. */
    ROW,
    /** Values lie too deep in one another. */
    DEPTH,
    /** There was no more memory now. */
    BUDGET
  }

  /** What one row may cost at most, in bytes as {@link BoltMeter} counts: a text of 16 MiB, say. */
  static final long MAX_ROW = 64 << 20;

  /** Not taken: each connection for queries has so much of its own, and there are few of them. */
  static final long OWN = 256 << 10;

  private static final long STEP = 256 << 10;

  private final Reservation reservation;
  private final long largest;
  private final Deque<Long> unread = new ArrayDeque<>();
  private long held;
  private long open;
  private long taken;
  private boolean dropping;
  private boolean released;
  private Optional<Cut> cut = Optional.empty();

  /**
   * @param largest what one row may cost
   */
  AnswerMemory(Reservation reservation, long largest) {
    this.reservation = reservation;
    this.largest = largest;
  }

  /** A row may be as large as can be held beside the JSON that is made of it. */
  static AnswerMemory of(ReadContext context) {
    long most = context.reservation().most();
    long beside = Math.max(most / 2, most - context.maxBytes());
    return new AnswerMemory(context.reservation(), Math.min(MAX_ROW, beside));
  }

  /** What one row may cost, in bytes. */
  long largest() {
    return largest;
  }

  /** A message has come; what is no row is held until the query is over. */
  @Override
  public synchronized void end(boolean record, long cost) {
    open = Math.max(open, cost);
    if (record && !dropping) {
      unread.add(cost);
    }
    held += record && dropping ? 0 : cost;
  }

  @Override
  public synchronized void tooDeep() {
    cut = Optional.of(Cut.DEPTH);
  }

  /**
   * Takes what lacks, and may wait for it.
   *
   * @param begun what has come of the next message
   * @return whether all that has come may be passed on; if not, nothing of this answer may any more
   */
  boolean covers(long begun) {
    long more;
    synchronized (this) {
      boolean large = Math.max(open, begun) > largest;
      open = begun;
      if (large) {
        cut = Optional.of(Cut.ROW);
      }
      more = cut.isPresent() ? 0 : Math.max(0, needed() - taken);
    }
    boolean granted = more == 0 || reservation.grow(more);
    synchronized (this) {
      taken += granted ? more : 0;
      if (!granted) {
        cut = Optional.of(Cut.BUDGET);
      }
      if (released) {
        giveBack(0);
      }
      return cut.isEmpty() && !released;
    }
  }

  private long needed() {
    long beyond = Math.max(0, held + open - OWN);
    return (beyond + STEP - 1) / STEP * STEP;
  }

  /** The oldest row that has not been read was read, and let go of. */
  synchronized void rowRead() {
    if (!unread.isEmpty()) {
      held -= unread.remove();
      giveBack(needed());
    }
  }

  /** No more rows will be read: the driver drops them as they come. */
  synchronized void dropRest() {
    dropping = true;
    while (!unread.isEmpty()) {
      rowRead();
    }
  }

  /** The query is over, its connection at rest or cut: nothing is held any more. */
  synchronized void release() {
    released = true;
    unread.clear();
    held = 0;
    open = 0;
    giveBack(0);
  }

  private void giveBack(long downTo) {
    long spare = taken - downTo;
    if (spare > 0) {
      taken -= spare;
      reservation.shrink(spare);
    }
  }

  synchronized Optional<Cut> cut() {
    return cut;
  }
}
