package io.distributary.gateway.matching.cluster;

import io.distributary.gateway.matching.model.Priors;
import io.distributary.gateway.matching.model.Weights;
import io.distributary.gateway.matching.record.Rows;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Finds the persons among all records. */
final class Clustering {
  private static final int AT_A_TIME = 256;
  private static final double STEP = 1e5;

  private final Edges edges;
  private final Priors priors;
  private final int count;
  private final double[] logOdds;

  Clustering(Edges edges, Priors priors, int count) {
    this.edges = edges;
    this.priors = priors;
    this.count = count;
    this.logOdds = new double[edges.size()];
    Arrays.parallelSetAll(logOdds, edge -> priors.logOdds(edges.same(edge), edges.related(edge)));
  }

  /** By edge, the log odds of its two records alone. */
  double[] logOdds() {
    return logOdds;
  }

  /** By record, the lowest record of the same person. */
  int[] persons(Rows rows, Weights weights, Apart apart) {
    int[] components = components(Edges.WEAKEST);
    int[][] ofComponent = edgesOf(components);
    int[] persons = new int[count];
    Arrays.setAll(persons, record -> record);
    IntStream.range(0, (ofComponent.length + AT_A_TIME - 1) / AT_A_TIME)
        .parallel()
        .forEach(
            chunk -> {
              int to = Math.min(ofComponent.length, (chunk + 1) * AT_A_TIME);
              for (int i = chunk * AT_A_TIME; i < to; i++) {
                write(ofComponent[i], rows, weights, apart, persons);
              }
            });
    return persons;
  }

  /** The same, whoever is connected by pairs that are more probably one person's than not. */
  int[] chains() {
    return components(0);
  }

  private boolean connects(int edge) {
    return logOdds[edge] > Edges.WEAKEST;
  }

  /** By record, the lowest record that it is connected with by edges above some log odds. */
  private int[] components(double weakest) {
    int[] parents = new int[count];
    Arrays.setAll(parents, record -> record);
    for (int edge = 0; edge < edges.size(); edge++) {
      if (logOdds[edge] > weakest) {
        int a = root(parents, edges.first(edge));
        int b = root(parents, edges.second(edge));
        parents[Math.max(a, b)] = Math.min(a, b);
      }
    }
    for (int record = 0; record < count; record++) {
      parents[record] = root(parents, record);
    }
    return parents;
  }

  private static int root(int[] parents, int record) {
    int root = record;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }

  /** The edges of each component that has any. */
  private int[][] edgesOf(int[] components) {
    int[] counts = new int[count];
    for (int edge = 0; edge < edges.size(); edge++) {
      counts[components[edges.first(edge)]] += connects(edge) ? 1 : 0;
    }
    int[][] byRoot = new int[count][];
    int[] next = new int[count];
    for (int edge = 0; edge < edges.size(); edge++) {
      if (connects(edge)) {
        int root = components[edges.first(edge)];
        if (byRoot[root] == null) {
          byRoot[root] = new int[counts[root]];
        }
        byRoot[root][next[root]++] = edge;
      }
    }
    return Arrays.stream(byRoot).filter(ofRoot -> ofRoot != null).toArray(int[][]::new);
  }

  private void write(int[] ofComponent, Rows rows, Weights weights, Apart apart, int[] persons) {
    if (ofComponent.length == 1 && logOdds[ofComponent[0]] <= 0) {
      return;
    }
    int[] records =
        Arrays.stream(ofComponent)
            .flatMap(edge -> IntStream.of(edges.first(edge), edges.second(edge)))
            .sorted()
            .distinct()
            .toArray();
    int[] order = strongestFirst(ofComponent);
    int[] firsts = place(records, order, edges::first);
    int[] seconds = place(records, order, edges::second);
    double[] falling = Arrays.stream(order).mapToDouble(edge -> logOdds[edge]).toArray();
    PersonScore score = new PersonScore(place -> rows.row(records[place]), weights, priors);
    int[] found = new Component(records, firsts, seconds, falling, score, apart).persons();
    int[] lowest = new int[records.length];
    Arrays.fill(lowest, -1);
    for (int place = 0; place < records.length; place++) {
      if (lowest[found[place]] < 0) {
        lowest[found[place]] = records[place];
      }
      persons[records[place]] = lowest[found[place]];
    }
  }

  /** Among equals, the lower first. */
  private int[] strongestFirst(int[] ofComponent) {
    long[] sorted = new long[ofComponent.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = (long) (Integer.MAX_VALUE - (int) (logOdds[ofComponent[i]] * STEP)) << 32 | i;
    }
    Arrays.sort(sorted);
    return Arrays.stream(sorted).mapToInt(entry -> ofComponent[(int) entry]).toArray();
  }

  private static int[] place(int[] records, int[] order, IntUnaryOperator end) {
    return Arrays.stream(order)
        .map(edge -> Arrays.binarySearch(records, end.applyAsInt(edge)))
        .toArray();
  }
}
