package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.compare.Comparison;
import io.distributary.gateway.matching.record.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields say less, or more, once another is known; for each field its strongest parent, as a
 * tree that is learned from the levels of records of one person and of strangers.
 */
final class Dependencies {
  private static final double WORTH_WHILE = 0.02;
  private static final double BEFORE = 20;
  private static final double LEAST_BEFORE = 0.02;
  private static final double LEAST = -8;
  private static final double MOST = 4;

  /** What may depend on what, in people. */
  private static final List<Edge> POSSIBLE =
      List.of(
          new Edge(Field.GENDER, Field.GIVEN),
          new Edge(Field.CITY, Field.POSTAL_CODE),
          new Edge(Field.STATE, Field.POSTAL_CODE),
          new Edge(Field.COUNTRY, Field.STATE),
          new Edge(Field.BIRTH_PLACE, Field.POSTAL_CODE),
          new Edge(Field.LINE, Field.POSTAL_CODE),
          new Edge(Field.STATE, Field.CITY),
          new Edge(Field.LINE2, Field.LINE),
          new Edge(Field.STREET_NUMBER, Field.LINE),
          new Edge(Field.EMAIL, Field.FAMILY),
          new Edge(Field.OCCUPATION, Field.GENDER),
          new Edge(Field.POSTAL_CODE, Field.LINE));

  private record Edge(Field child, Field parent) {}

  /** By the parent's level and the child's. */
  private final Map<Edge, double[][]> ofOnePerson = new HashMap<>();

  private final List<Edge> edges;

  /**
   * @param present fields that occur
   */
  Dependencies(Set<Field> present) {
    this.edges =
        POSSIBLE.stream()
            .filter(edge -> present.contains(edge.child()) && present.contains(edge.parent()))
            .toList();
    edges.forEach(
        edge ->
            ofOnePerson.put(
                edge, new double[edge.parent().levelCount()][edge.child().levelCount()]));
  }

  /** Counts two records of one person. */
  void add(Comparison comparison, double weight) {
    ofOnePerson.forEach(
        (edge, counts) -> {
          int child = comparison.level(edge.child().place());
          int parent = comparison.level(edge.parent().place());
          if (child != Field.MISSING && parent != Field.MISSING) {
            counts[parent][child] += weight;
          }
        });
  }

  /**
   * By the child's ordinal; null where none is worth while.
   *
   * @param m by field and level
   * @param u by field and level
   */
  @Nullable Dependency[] learn(double[][] m, double[][] u, Strangers strangers) {
    List<Edge> order = new ArrayList<>(edges);
    List<double[][]> ofStrangers =
        order.stream().parallel().map(e -> strangers.levelsGiven(e.child(), e.parent())).toList();
    @Nullable Dependency[] best = new Dependency[Field.COUNT];
    for (int i = 0; i < order.size(); i++) {
      Edge edge = order.get(i);
      int child = edge.child().place();
      Dependency reverse = best[edge.parent().place()];
      Dependency had = best[child];
      Dependency found =
          dependency(
              edge, ofOnePerson.getOrDefault(edge, new double[0][]), ofStrangers.get(i), m, u);
      boolean circle = reverse != null && reverse.parent() == child;
      double least = had == null ? WORTH_WHILE : had.information();
      if (!circle && found.information() > least) {
        best[child] = found;
      }
    }
    return best;
  }

  private static Dependency dependency(
      Edge edge, double[][] ofOne, double[][] ofStrangers, double[][] m, double[][] u) {
    double[] childM = m[edge.child().place()];
    double[] childU = u[edge.child().place()];
    double[][] corrections = new double[edge.parent().levelCount()][edge.child().levelCount()];
    double total = 0;
    double information = 0;
    for (int parent = Field.SAME; parent < corrections.length; parent++) {
      double one = sum(ofOne[parent]);
      double strangers = sum(ofStrangers[parent]);
      total += one;
      for (int child = Field.SAME; child < corrections[parent].length; child++) {
        double ratioM = ratio(ofOne[parent][child], one, childM[child], 0);
        double ratioU = ratio(ofStrangers[parent][child], strangers, childU[child], LEAST_BEFORE);
        corrections[parent][child] = Math.max(LEAST, Math.min(MOST, Math.log(ratioM / ratioU)));
        information += ofOne[parent][child] * Math.log(ratioU);
      }
    }
    return new Dependency(edge.parent().place(), corrections, total > 0 ? information / total : 0);
  }

  /** How much more often a level is met than if the parent did not matter. */
  private static double ratio(double met, double parent, double share, double least) {
    double before = BEFORE * share + least;
    return (met + before) / (parent * share + before);
  }

  private static double sum(double[] counts) {
    double sum = 0;
    for (double count : counts) {
      sum += count;
    }
    return sum;
  }
}
