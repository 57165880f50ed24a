package io.distributary.gateway.log;

import io.distributary.schemas.Position;
import io.distributary.schemas.event.StreamRecord;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads stretches of the log outside of every group: committed records only. Every call blocks and
 * fails with a {@link StreamException}. Not concurrent.
 */
public interface LogRange extends AutoCloseable {
  /** Behind the last record that can be read now. */
  Position end();

  /**
   * Hands over what lies from one position up to another, in pieces; the order is that of each
   * partition.
   *
   * @param visitor what it throws goes through to the caller; called with nothing, too, while there
   *     is nothing to be had
   */
  void read(Position from, Position to, Consumer<List<StreamRecord>> visitor);

  /**
   * Hands over what comes from one position on, in pieces, until nobody wants more.
   *
   * @param follower what it throws goes through to the caller; called with nothing, too, while
   *     nothing comes
   */
  void follow(Position from, Follower follower);

  /** Takes what comes. */
  @FunctionalInterface
  interface Follower {
    /**
     * @param behind the position behind these records
     * @return whether more is wanted
     */
    boolean take(List<StreamRecord> records, Position behind);
  }

  @Override
  void close();
}
