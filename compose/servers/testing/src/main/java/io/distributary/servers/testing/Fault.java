package io.distributary.servers.testing;

import java.io.IOException;

/** What becomes of a piece of a stream on its way through a {@link FaultProxy}. */
@FunctionalInterface
interface Fault {
  /**
   * Blocks the piece's direction of its connection for as long as it takes.
   *
   * @throws IOException when the connection is at its end
   */
  void meet(Piece piece) throws IOException, InterruptedException;
}
