package io.distributary.bench.limit;

import java.io.IOException;
import java.util.List;

/** One store, ready to be written to. */
interface StoreWriter extends AutoCloseable {
  /** Durable when it returns; whatever goes wrong ends the program. */
  void write(List<Incoming> batch) throws IOException;

  @Override
  void close() throws IOException;
}
