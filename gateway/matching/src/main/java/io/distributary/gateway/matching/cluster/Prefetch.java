package io.distributary.gateway.matching.cluster;

import io.distributary.gateway.matching.block.Pair;
import io.distributary.gateway.matching.record.Rows;
import io.distributary.gateway.matching.record.Term;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what will be compared soon. A comparison waits for each value that is not in the
 * processor's cache, because what it does next depends on it; here nothing does, so that the
 * processor fetches many values at once. Without it all is the same, but for the time.
 */
final class Prefetch {
  /** How many pairs; their values fit into the smallest cache. */
  static final int AT_A_TIME = 16;

  /** What is used nowhere would not be read at all. */
  private static final AtomicInteger READ = new AtomicInteger();

  private Prefetch() {}

  /** Of pairs that are ascending: the first rows of those that come next are mostly the same. */
  static void seconds(long[] pairs, int from, int to, Rows rows) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += sum(rows.row(Pair.second(pairs[i])));
    }
    READ.lazySet(sum);
  }

  private static int sum(@Nullable Term[] row) {
    int sum = 0;
    for (Term term : row) {
      sum += term == null ? 0 : term.ordinal();
    }
    return sum;
  }
}
