package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.block.Pair;
import io.distributary.gateway.matching.block.Pass;
import io.distributary.gateway.matching.compare.Comparison;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Field.Group;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.record.Several;
import io.distributary.gateway.matching.record.Term;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How often records of one person are at each level, learned without labels from pairs that share a
 * blocking key: each pass by itself, by the fields that do not go together with its key, in three
 * classes (one person, relatives, strangers). What strangers do is not learned here.
 *
 * <p>After Winkler, <i>Using the EM algorithm for weight computation in the Fellegi-Sunter model of
 * record linkage</i> (1988), with the third class and the common levels as a weak prior.
 */
final class ExpectationMaximization {
  /** The common levels count as so many pairs that were seen. */
  static final double COMMON_PAIRS = 20;

  private static final int ITERATIONS = 15;
  private static final int FEWEST_PAIRS = 20;
  private static final double FIRST_MATCHES = 0.2;
  private static final double FIRST_RELATIVES = 0.1;
  private static final double LEAST_MATCHES = 1e-5;
  private static final double MOST_MATCHES = 0.98;
  private static final double LEAST_SHARE = 1e-6;

  /** Fields that alone tell nobody from anybody. */
  private static final Set<Field> VAGUE = EnumSet.of(Field.NAME_ORDER, Field.GENDER, Field.COUNTRY);

  private static final double[][] BEFORE = before();

  private final Records records;
  private final double[][] u;
  private final TermFrequencies frequencies;
  private final Set<Field> present;

  ExpectationMaximization(
      Records records, double[][] u, TermFrequencies frequencies, Set<Field> present) {
    this.records = records;
    this.u = u;
    this.frequencies = frequencies;
    this.present = present;
  }

  /** {@link Parameters#commonM} as so many pairs. */
  static double[][] before() {
    double[][] before = Parameters.commonM();
    for (double[] field : before) {
      for (int level = 0; level < field.length; level++) {
        field[level] *= COMMON_PAIRS;
      }
    }
    return before;
  }

  /**
   * By field and level.
   *
   * @param samples by pass, pairs of its blocks
   */
  double[][] learn(Map<Pass, long[]> samples) {
    return samples.entrySet().stream()
        .parallel()
        .map(pass -> new OfPass(pass.getValue(), fieldsBeside(pass.getKey())).learn())
        .reduce(new LevelCounts(), LevelCounts::plus)
        .shares(BEFORE);
  }

  private List<Field> fieldsBeside(Pass pass) {
    Set<Group> taken = pass.fields().stream().map(Field::group).collect(Collectors.toSet());
    return present.stream().filter(field -> !taken.contains(field.group())).toList();
  }

  /** The pairs of one pass. */
  private final class OfPass {
    private final long[] pairs;
    private final List<Field> fields;
    private final boolean hasRelatives;
    private final byte[][] levels;

    /** Where the values are equal, their frequency; 0 elsewhere. */
    private final float[][] equal;

    private double[][] m = Parameters.commonM();
    private LevelCounts counts = new LevelCounts();

    OfPass(long[] pairs, List<Field> fields) {
      this.pairs = pairs;
      this.fields = fields;
      this.hasRelatives =
          fields.stream()
              .anyMatch(field -> field.group() == Group.ADDRESS || field.group() == Group.PHONE);
      this.levels = new byte[pairs.length][fields.size()];
      this.equal = new float[pairs.length][fields.size()];
    }

    LevelCounts learn() {
      if (pairs.length < FEWEST_PAIRS || VAGUE.containsAll(fields)) {
        return counts;
      }
      compare();
      double matches = FIRST_MATCHES;
      double relatives = hasRelatives ? FIRST_RELATIVES : 0;
      for (int i = 0; i < ITERATIONS; i++) {
        double[] expected = expect(matches, relatives);
        matches = Math.min(MOST_MATCHES, Math.max(LEAST_MATCHES, expected[0] / pairs.length));
        relatives = hasRelatives ? Math.max(LEAST_SHARE, expected[1] / pairs.length) : 0;
        m = counts.shares(BEFORE);
      }
      return counts;
    }

    private void compare() {
      Comparison comparison = new Comparison();
      for (int pair = 0; pair < pairs.length; pair++) {
        comparison.of(
            records.rows()[Pair.first(pairs[pair])], records.rows()[Pair.second(pairs[pair])]);
        for (int i = 0; i < fields.size(); i++) {
          int field = fields.get(i).place();
          Term left = comparison.left(field);
          levels[pair][i] = (byte) comparison.level(field);
          if (comparison.level(field) == Field.SAME
              && fields.get(i).hasFrequencies()
              && left != null
              && !(left instanceof Several)) {
            equal[pair][i] = (float) frequencies.of(field, left);
          }
        }
      }
    }

    /** One step; returns the expected numbers of pairs of one person and of relatives. */
    private double[] expect(double matches, double relatives) {
      counts = new LevelCounts();
      double[][] same = Parameters.of(m, u).weights();
      double strangers = Math.max(LEAST_SHARE, 1 - matches - relatives);
      double[] expected = new double[2];
      for (int pair = 0; pair < pairs.length; pair++) {
        double sum = 0;
        double related = 0;
        for (int i = 0; i < fields.size(); i++) {
          double weight = weight(pair, i, same);
          sum += weight;
          related += Relatives.weight(fields.get(i), weight);
        }
        double largest = Math.max(0, Math.max(sum, related));
        double one = matches * Math.exp(sum - largest);
        double two = relatives * Math.exp(related - largest);
        double all = one + two + strangers * Math.exp(-largest);
        expected[0] += one / all;
        expected[1] += two / all;
        for (int i = 0; i < fields.size(); i++) {
          counts.add(fields.get(i).place(), levels[pair][i], one / all);
        }
      }
      return expected;
    }

    private double weight(int pair, int i, double[][] same) {
      int field = fields.get(i).place();
      int level = levels[pair][i];
      if (level == Field.MISSING) {
        return 0;
      }
      return equal[pair][i] > 0 ? Math.log(m[field][level] / equal[pair][i]) : same[field][level];
    }
  }
}
