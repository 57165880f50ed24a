package io.distributary.bench.read;

import java.io.Closeable;
import java.io.IOException;

/** One who asks a question again and again, each time of other resources; for one thread. */
interface Caller extends Closeable {
  /** Asks once, and has taken the whole answer when it returns. */
  void ask() throws IOException;

  /** How many resources or rows the last answer held. */
  int held() throws IOException;
}
