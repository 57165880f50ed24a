package io.distributary.gateway.matching.cluster;

import io.distributary.gateway.matching.block.Pair;
import io.distributary.gateway.matching.model.Scorer;
import io.distributary.gateway.matching.model.Weights;
import io.distributary.gateway.matching.record.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Pairs of records with their evidence, those left out that could matter at no plausible prior. */
public final class Edges {
  /** Weaker edges connect nobody, in log odds. */
  public static final double WEAKEST = -4;

  private static final int CHUNK = 1 << 15;

  /** Evidence, in nats, that is still too little when each record has e^13 others of its person. */
  private static final double HOPELESS = 13;

  private final long[] pairs;
  private final float[] same;
  private final float[] related;

  private Edges(long[] pairs, float[] same, float[] related) {
    this.pairs = pairs;
    this.same = same;
    this.related = related;
  }

  /**
   * Scores pairs.
   *
   * @param pairs ascending
   * @param count of all records, which makes the prior plausible
   */
  static Edges score(long[] pairs, Rows rows, int count, Weights weights) {
    double least = Math.log(Math.max(2, count)) - HOPELESS;
    int chunks = (pairs.length + CHUNK - 1) / CHUNK;
    List<Edges> scored =
        IntStream.range(0, chunks)
            .parallel()
            .mapToObj(
                chunk ->
                    score(
                        pairs,
                        chunk * CHUNK,
                        Math.min(pairs.length, (chunk + 1) * CHUNK),
                        rows,
                        new Scorer(weights),
                        least))
            .toList();
    return concat(scored);
  }

  private static Edges score(
      long[] pairs, int from, int to, Rows rows, Scorer scorer, double least) {
    long[] kept = new long[to - from];
    float[] same = new float[to - from];
    float[] related = new float[to - from];
    int size = 0;
    for (int i = from; i < to; i++) {
      if ((i - from) % Prefetch.AT_A_TIME == 0) {
        Prefetch.seconds(pairs, i, Math.min(to, i + Prefetch.AT_A_TIME), rows);
      }
      scorer.score(rows.row(Pair.first(pairs[i])), rows.row(Pair.second(pairs[i])));
      if (scorer.same() > least) {
        kept[size] = pairs[i];
        same[size] = (float) scorer.same();
        related[size] = (float) scorer.related();
        size++;
      }
    }
    return new Edges(
        Arrays.copyOf(kept, size), Arrays.copyOf(same, size), Arrays.copyOf(related, size));
  }

  private static Edges concat(List<Edges> parts) {
    int size = parts.stream().mapToInt(Edges::size).sum();
    Edges all = new Edges(new long[size], new float[size], new float[size]);
    int at = 0;
    for (Edges part : parts) {
      System.arraycopy(part.pairs, 0, all.pairs, at, part.size());
      System.arraycopy(part.same, 0, all.same, at, part.size());
      System.arraycopy(part.related, 0, all.related, at, part.size());
      at += part.size();
    }
    return all;
  }

  /** The pairs, ascending; not to be changed. */
  public long[] pairs() {
    return pairs;
  }

  /** How many there are. */
  public int size() {
    return pairs.length;
  }

  /** The lower record of an edge. */
  public int first(int edge) {
    return Pair.first(pairs[edge]);
  }

  /** The higher record of an edge. */
  public int second(int edge) {
    return Pair.second(pairs[edge]);
  }

  /** Evidence of one person. */
  public double same(int edge) {
    return same[edge];
  }

  /** Evidence of relatives. */
  public double related(int edge) {
    return related[edge];
  }
}
