package io.distributary.gateway.http;

import java.io.ByteArrayOutputStream;

/**
 * A body as it comes: its bytes alone, in one array, however small the chunks are that bring them.
 * While it grows it takes at most three times its length.
 */
final class BodyBytes extends ByteArrayOutputStream {
  /**
   * @param length as declared; 0 when it is not known
   */
  BodyBytes(int length) {
    super(Math.max(length, 32));
  }

  /** All bytes; not copied when there are as many as declared. */
  byte[] whole() {
    return count == buf.length ? buf : toByteArray();
  }
}
