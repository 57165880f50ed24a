package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.compare.Comparison;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.record.Several;
import io.distributary.gateway.matching.record.Term;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Levels of records of different persons, from random pairs. */
final class Strangers {
  private static final int PAIRS = 250_000;
  private static final int CHUNKS = 16;
  private static final double BEFORE = 0.5;
  private static final int PAIRS_OF_ONE_VALUE = 15_000;
  private static final int TRIES = 200_000;
  private static final int PAIRS_OF_TWO_VALUES = 40_000;
  private static final int ALWAYS_TAKEN_FROM = 250;

  private final Records records;
  private final int[] persons;

  /**
   * @param persons by record; records of one person are no strangers
   */
  Strangers(Records records, int[] persons) {
    this.records = records;
    this.persons = persons;
  }

  /** By field and level, how often they are at it. */
  double[][] levels() {
    long all = (long) records.count() * (records.count() - 1) / 2;
    LevelCounts counts =
        IntStream.range(0, CHUNKS)
            .parallel()
            .mapToObj(chunk -> all <= PAIRS ? everyPair(chunk) : randomPairs(chunk))
            .reduce(new LevelCounts(), LevelCounts::plus);
    return counts.shares(before());
  }

  private static double[][] before() {
    double[][] before = new double[Field.COUNT][];
    for (Field field : Field.values()) {
      before[field.place()] = new double[field.levelCount()];
      Arrays.fill(before[field.place()], BEFORE);
    }
    return before;
  }

  private LevelCounts everyPair(int chunk) {
    LevelCounts counts = new LevelCounts();
    Comparison comparison = new Comparison();
    for (int a = chunk; a < records.count(); a += CHUNKS) {
      for (int b = a + 1; b < records.count(); b++) {
        count(a, b, comparison, counts);
      }
    }
    return counts;
  }

  private LevelCounts randomPairs(int chunk) {
    LevelCounts counts = new LevelCounts();
    Comparison comparison = new Comparison();
    SplittableRandom random = new SplittableRandom(chunk);
    for (int pair = 0; pair < PAIRS / CHUNKS; pair++) {
      count(random.nextInt(records.count()), random.nextInt(records.count()), comparison, counts);
    }
    return counts;
  }

  private void count(int a, int b, Comparison comparison, LevelCounts counts) {
    if (persons[a] != persons[b]) {
      comparison.of(records.rows()[a], records.rows()[b]);
      counts.add(comparison, 1);
    }
  }

  /**
   * How often strangers are at a level of a field, by their level of its parent: pairs that share
   * the parent's value are sought, as random pairs hardly ever do.
   */
  double[][] levelsGiven(Field field, Field parent) {
    double[][] counts = new double[parent.levelCount()][field.levelCount()];
    SplittableRandom random = new SplittableRandom(field.place());
    Comparison comparison = new Comparison();
    ByValue byValue = new ByValue(parent);
    int taken = 0;
    for (int i = 0; i < TRIES && taken < PAIRS_OF_ONE_VALUE; i++) {
      int a = random.nextInt(records.count());
      int b = byValue.another(a, random);
      if (b >= 0 && persons[a] != persons[b]) {
        taken += count(a, b, field, parent, comparison, counts);
      }
    }
    for (int i = 0; i < PAIRS_OF_TWO_VALUES; i++) {
      int a = random.nextInt(records.count());
      int b = random.nextInt(records.count());
      if (persons[a] != persons[b] && records.value(a, parent) != records.value(b, parent)) {
        count(a, b, field, parent, comparison, counts);
      }
    }
    return counts;
  }

  private int count(
      int a, int b, Field field, Field parent, Comparison comparison, double[][] counts) {
    comparison.of(records.rows()[a], records.rows()[b]);
    int level = comparison.level(field.place());
    int parentLevel = comparison.level(parent.place());
    boolean says = level != Field.MISSING && parentLevel != Field.MISSING;
    counts[parentLevel][level] += says ? 1 : 0;
    return says ? 1 : 0;
  }

  /** The records that have a value of a field, side by side. */
  private final class ByValue {
    private final Field field;
    private final int[] ends;
    private final int[] sorted;

    ByValue(Field field) {
      this.field = field;
      this.ends = new int[records.vocabulary().size(field) + 1];
      for (int record = 0; record < records.count(); record++) {
        int value = value(record);
        if (value >= 0) {
          ends[value + 1]++;
        }
      }
      Arrays.parallelPrefix(ends, Integer::sum);
      this.sorted = new int[ends[ends.length - 1]];
      int[] next = ends.clone();
      for (int record = 0; record < records.count(); record++) {
        int value = value(record);
        if (value >= 0) {
          sorted[next[value]++] = record;
        }
      }
    }

    private int value(int record) {
      Term term = records.value(record, field);
      return term == null || term instanceof Several ? Term.UNKNOWN : term.ordinal();
    }

    /** A record with the same value; large groups are drawn from more often. Negative: none. */
    int another(int record, SplittableRandom random) {
      int value = value(record);
      int size = value < 0 ? 0 : ends[value + 1] - ends[value];
      return size < 2 || random.nextInt(ALWAYS_TAKEN_FROM) >= size
          ? -1
          : sorted[ends[value] + random.nextInt(size)];
    }
  }
}
