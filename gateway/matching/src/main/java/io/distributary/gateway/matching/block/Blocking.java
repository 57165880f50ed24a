package io.distributary.gateway.matching.block;

import io.distributary.gateway.matching.record.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All pairs of a set of records that are worth comparing: of few records all, of more those that
 * share a block. A block with more records than the bound is divided by {@link Trait}s, two at a
 * time, and again, until its parts are small enough; what cannot be divided is compared in a window
 * only, and counted. The bound is the largest that keeps the pairs within a budget for each record,
 * so that the work grows as the records do.
 */
public final class Blocking {
  /** So few records are compared all with all: no more pairs than a million records in blocks. */
  private static final int FEW_RECORDS = 5_000;

  private static final int[] BOUNDS = {100, 80, 60, 45, 34, 25, 18, 13, 9};
  private static final double PAIRS_A_RECORD = 40;

  /** In a block that is divided, a record meets about this part of it. */
  private static final int DIVIDED_INTO = 8;

  private static final int WEAK_AT_MOST = 100;
  private static final int SAMPLED_AT_MOST = 80;
  private static final int WINDOW = 5;
  private static final int RECORD_BITS = 24;
  private static final long RECORD_MASK = (1L << RECORD_BITS) - 1;

  /** How many records there may be at most. */
  public static final int MOST_RECORDS = 1 << RECORD_BITS;

  private final @Nullable Term[][] rows;
  private final Eligible eligible;
  private final int sample;

  /** Which pairs may be compared at all. */
  public interface Eligible {
    /** Of two different records. */
    boolean test(int a, int b);
  }

  /**
   * What was found.
   *
   * @param pairs ascending, none twice
   * @param samples by pass, some pairs of its small blocks, undivided: what is agreed in beside the
   *     key was not selected
   * @param bound the largest block that was compared whole
   * @param windows how many blocks were too large and could not be divided
   */
  public record Found(long[] pairs, Map<Pass, long[]> samples, int bound, long windows) {}

  private record PassPairs(long[] pairs, long[] sample, long windows) {}

  /**
   * @param sample about how many pairs of each pass are sampled
   */
  public Blocking(@Nullable Term[][] rows, Eligible eligible, int sample) {
    if (rows.length > MOST_RECORDS) {
      throw new IllegalArgumentException("More than " + MOST_RECORDS + " records");
    }
    this.rows = rows;
    this.eligible = eligible;
    this.sample = sample;
  }

  /** Finds them. */
  public Found find() {
    List<PassBlocks> blocks = Stream.of(Pass.values()).parallel().map(PassBlocks::new).toList();
    int bound = bound(blocks);
    List<PassPairs> found = blocks.stream().parallel().map(pass -> pass.pairs(bound)).toList();
    Map<Pass, long[]> samples = new EnumMap<>(Pass.class);
    List<long[]> pairs = new ArrayList<>();
    long windows = 0;
    for (int i = 0; i < found.size(); i++) {
      PassPairs ofPass = found.get(i);
      samples.put(blocks.get(i).pass, ofPass.sample());
      pairs.add(ofPass.pairs());
      windows += ofPass.windows();
    }
    return rows.length <= FEW_RECORDS
        ? new Found(everyPair(), samples, rows.length, 0)
        : new Found(union(pairs), samples, bound, windows);
  }

  private long[] everyPair() {
    long[] pairs = new long[rows.length * (rows.length - 1) / 2];
    int size = 0;
    for (int a = 0; a < rows.length; a++) {
      for (int b = a + 1; b < rows.length; b++) {
        if (eligible.test(a, b)) {
          pairs[size++] = Pair.of(a, b);
        }
      }
    }
    return Arrays.copyOf(pairs, size);
  }

  private int bound(List<PassBlocks> blocks) {
    return IntStream.range(0, BOUNDS.length)
        .filter(
            b ->
                blocks.stream().mapToDouble(pass -> pass.estimates[b]).sum()
                    <= PAIRS_A_RECORD * rows.length)
        .map(b -> BOUNDS[b])
        .findFirst()
        .orElse(BOUNDS[BOUNDS.length - 1]);
  }

  private static long[] union(List<long[]> sets) {
    return sets.stream().parallel().reduce(new long[0], Blocking::union);
  }

  private static long[] union(long[] a, long[] b) {
    long[] union = new long[a.length + b.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      boolean takeA = j == b.length || i < a.length && a[i] <= b[j];
      long next = takeA ? a[i] : b[j];
      i += takeA ? 1 : 0;
      j += !takeA || j < b.length && b[j] == next ? 1 : 0;
      union[size++] = next;
    }
    return size == union.length ? union : Arrays.copyOf(union, size);
  }

  /**
   * The blocks of one pass: keys with records behind them, ascending, without keys that occur once.
   */
  private final class PassBlocks {
    private final Pass pass;
    private final double[] estimates = new double[BOUNDS.length];
    private final long[] entries;

    PassBlocks(Pass pass) {
      this.pass = pass;
      long[] all = entries();
      int kept = 0;
      for (int from = 0, to; from < all.length; from = to) {
        to = end(all, from);
        estimate(to - from);
        if (to - from > 1 && !(pass.isWeak() && to - from > WEAK_AT_MOST)) {
          System.arraycopy(all, from, all, kept, to - from);
          kept += to - from;
        }
      }
      this.entries = Arrays.copyOf(all, kept);
    }

    private long[] entries() {
      Longs entries = new Longs();
      Keys keys = new Keys();
      for (int record = 0; record < rows.length; record++) {
        keys.clear();
        pass.keys(rows[record], keys);
        for (int key = 0; key < keys.size(); key++) {
          entries.add(keys.get(key) << RECORD_BITS | record);
        }
      }
      return entries.toSortedSet();
    }

    private int end(long[] sorted, int from) {
      int to = from + 1;
      while (to < sorted.length && sorted[to] >>> RECORD_BITS == sorted[from] >>> RECORD_BITS) {
        to++;
      }
      return to;
    }

    private void estimate(double size) {
      for (int b = 0; b < BOUNDS.length; b++) {
        if (size <= BOUNDS[b]) {
          estimates[b] += size * (size - 1) / 2;
        } else if (!pass.isWeak()) {
          estimates[b] += size * Math.min(BOUNDS[b], size / DIVIDED_INTO) / 2;
        }
      }
    }

    PassPairs pairs(int bound) {
      int[] records = new int[entries.length];
      Arrays.setAll(records, at -> (int) (entries[at] & RECORD_MASK));
      Divider divider = new Divider(bound);
      Longs sampled = new Longs();
      SplittableRandom random = new SplittableRandom(pass.salt());
      double share = sample / Math.max(1, smallPairs());
      for (int from = 0, to; from < entries.length; from = to) {
        to = end(entries, from);
        if (to - from <= SAMPLED_AT_MOST) {
          sample(records, from, to, share, random, sampled);
        }
        if (to - from <= bound || !pass.isWeak()) {
          divider.divide(records, from, to, 0);
        }
      }
      return new PassPairs(divider.pairs.toSortedSet(), sampled.toArray(), divider.windows);
    }

    private double smallPairs() {
      double pairs = 0;
      for (int from = 0, to; from < entries.length; from = to) {
        to = end(entries, from);
        double size = to - from;
        pairs += size <= SAMPLED_AT_MOST ? size * (size - 1) / 2 : 0;
      }
      return pairs;
    }

    private void sample(
        int[] records, int from, int to, double share, SplittableRandom random, Longs sampled) {
      for (int a = from; a < to; a++) {
        for (int b = a + 1; b < to; b++) {
          if (random.nextDouble() < share && eligible.test(records[a], records[b])) {
            sampled.add(Pair.of(records[a], records[b]));
          }
        }
      }
    }
  }

  /** Makes pairs of blocks. */
  private final class Divider {
    private static final Trait[] TRAITS = Trait.values();
    private static final int AT_A_TIME = 2;

    private final Longs pairs = new Longs();
    private final int bound;
    private long windows;

    Divider(int bound) {
      this.bound = bound;
    }

    /** Divides by traits from one on. */
    void divide(int[] records, int from, int to, int firstTrait) {
      if (to - from <= bound) {
        pair(records, from, to, to - from);
        return;
      }
      if (firstTrait == TRAITS.length) {
        windows++;
        pair(records, from, to, WINDOW);
        return;
      }
      int used = 0;
      for (int trait = firstTrait; trait < TRAITS.length && used < AT_A_TIME; trait++) {
        long[] byValue = byValue(records, from, to, TRAITS[trait]);
        if (byValue[0] >>> RECORD_BITS != byValue[byValue.length - 1] >>> RECORD_BITS) {
          used++;
          divideBy(trait, byValue);
        }
      }
      if (used == 0) {
        divide(records, from, to, TRAITS.length);
      }
    }

    private long[] byValue(int[] records, int from, int to, Trait trait) {
      long[] byValue = new long[to - from];
      for (int i = 0; i < byValue.length; i++) {
        int record = records[from + i];
        byValue[i] = Hash.of(trait.of(rows[record])) << RECORD_BITS | record;
      }
      Arrays.sort(byValue);
      return byValue;
    }

    private void divideBy(int trait, long[] byValue) {
      int[] records = new int[byValue.length];
      Arrays.setAll(records, at -> (int) (byValue[at] & RECORD_MASK));
      for (int from = 0, to; from < records.length; from = to) {
        to = from + 1;
        while (to < records.length
            && byValue[to] >>> RECORD_BITS == byValue[from] >>> RECORD_BITS) {
          to++;
        }
        boolean says = TRAITS[trait].of(rows[records[from]]) != Trait.NONE;
        if (says || to - from <= bound) {
          divide(records, from, to, trait + 1);
        }
      }
    }

    private void pair(int[] records, int from, int to, int window) {
      for (int a = from; a < to; a++) {
        for (int b = a + 1; b < Math.min(to, a + 1 + window); b++) {
          if (records[a] != records[b] && eligible.test(records[a], records[b])) {
            pairs.add(Pair.of(records[a], records[b]));
          }
        }
      }
    }
  }
}
