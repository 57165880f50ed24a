package io.distributary.gateway.matching.cluster;

import io.distributary.gateway.matching.model.Priors;
import io.distributary.gateway.matching.model.Relatives;
import io.distributary.gateway.matching.model.Scorer;
import io.distributary.gateway.matching.model.Weights;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Rows;
import java.util.Arrays;

/**
 * The log odds that a record is a person's, or that two persons are one. One is used for many, by
 * one thread.
 *
 * <p>For each field a record is worth, to a person, the mean likelihood ratio over the person's
 * records that have the field: it is a copy of one of them, field by field. To agree with any name
 * that a person is known by counts, diluted; to contradict counts once for each field, not once for
 * each record.
 */
final class PersonScore {
  /** Of larger persons, so many records are looked at, evenly. */
  private static final int MOST = 24;

  private final Rows rows;
  private final Scorer scorer;
  private final Priors priors;
  private final Means toFirst = new Means();
  private final Means toSecond = new Means();

  PersonScore(Rows rows, Weights weights, Priors priors) {
    this.rows = rows;
    this.scorer = new Scorer(weights);
    this.priors = priors;
  }

  /** Mean likelihood ratios by field. */
  private static final class Means {
    private final double[] sums = new double[Field.COUNT];
    private final int[] counts = new int[Field.COUNT];

    void clear() {
      Arrays.fill(sums, 0);
      Arrays.fill(counts, 0);
    }

    void add(Scorer scored) {
      for (int field = 0; field < Field.COUNT; field++) {
        if (scored.comparison().level(field) != Field.MISSING) {
          sums[field] += Math.exp(scored.gain(field));
          counts[field]++;
        }
      }
    }
  }

  private static int step(int size) {
    return size > MOST ? (size + MOST - 1) / MOST : 1;
  }

  /**
   * Log odds that a record is the person's, who has at least one other record.
   *
   * @param members the person's records, among which the record itself does not count
   */
  double join(int record, Members members) {
    toFirst.clear();
    compare(record, members, members.size(), toFirst);
    double same = 0;
    double related = 0;
    for (int field = 0; field < Field.COUNT; field++) {
      if (toFirst.counts[field] > 0) {
        double gain = Math.log(toFirst.sums[field] / toFirst.counts[field]);
        same += gain;
        related += Relatives.weight(Field.at(field), gain);
      }
    }
    return priors.logOdds(same, related);
  }

  private void compare(int record, Members members, int before, Means means) {
    int step = step(members.size());
    for (int i = 0; i < before; i += step) {
      int other = members.get(i);
      if (other != record) {
        scorer.score(rows.row(record), rows.row(other));
        means.add(scorer);
      }
    }
  }

  /**
   * Log odds that two persons are one, by the chain rule: each record of the smaller is worth,
   * field by field, how much better it is explained with the larger one's records than without.
   */
  double merge(Members one, Members other) {
    Members larger = one.size() >= other.size() ? one : other;
    Members smaller = one.size() >= other.size() ? other : one;
    double[] gains = new double[Field.COUNT];
    int step = step(smaller.size());
    for (int i = 0; i < smaller.size(); i += step) {
      toFirst.clear();
      toSecond.clear();
      compare(smaller.get(i), larger, larger.size(), toFirst);
      compare(smaller.get(i), smaller, i, toSecond);
      addGains(gains);
    }
    double same = 0;
    double related = 0;
    for (int field = 0; field < Field.COUNT; field++) {
      same += gains[field];
      related += gains[field] == 0 ? 0 : Relatives.weight(Field.at(field), gains[field]);
    }
    return priors.logOdds(same, related);
  }

  private void addGains(double[] gains) {
    for (int field = 0; field < Field.COUNT; field++) {
      double larger = toFirst.sums[field];
      double smaller = toSecond.sums[field];
      int countLarger = toFirst.counts[field];
      int countSmaller = toSecond.counts[field];
      if (countLarger > 0) {
        double with = Math.log((larger + smaller) / (countLarger + countSmaller));
        double without = countSmaller > 0 ? Math.log(smaller / countSmaller) : 0;
        gains[field] += with - without;
      }
    }
  }
}
