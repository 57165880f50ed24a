package io.distributary.schemas.json;

import java.io.IOException;

/**
 * A value that writes itself, so that it need not be in memory as a tree; {@link Json} takes it
 * wherever it takes a value.
 */
@FunctionalInterface
public interface JsonSource {
  /**
   * Writes one whole JSON value.
   *
   * @throws IOException what the stream behind the writer has thrown, which ends it
   */
  void writeTo(JsonWriter out) throws IOException;
}
