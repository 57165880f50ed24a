package io.distributary.servers.testing;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Some bytes of one direction of a connection.
 *
 * @param answer whether the server sent them
 */
record Piece(
    ProxiedConnection connection, boolean answer, byte[] bytes, int length, OutputStream out) {
  void forward() throws IOException {
    forward(0, length);
  }

  void forward(int from, int count) throws IOException {
    out.write(bytes, from, count);
    out.flush();
  }
}
