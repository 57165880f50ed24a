package io.distributary.cli.link;

import io.distributary.gateway.matching.block.Pair;
import io.distributary.gateway.matching.cluster.BatchLinkage;
import io.distributary.gateway.matching.cluster.Edges;
import io.distributary.gateway.matching.compare.Twins;
import io.distributary.gateway.matching.model.Explanation;
import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.model.Scorer;
import io.distributary.gateway.matching.model.Trainer;
import io.distributary.gateway.matching.record.Field;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What one run found, as its files tell it. */
final class Findings {
  private final Loaded loaded;
  private final BatchLinkage.Linked linked;
  private final Scorer scorer;

  Findings(Loaded loaded, BatchLinkage.Linked linked) {
    this.loaded = loaded;
    this.linked = linked;
    this.scorer = new Scorer(linked.learned().weights());
  }

  int records() {
    return loaded.ids().size();
  }

  String id(int record) {
    return loaded.ids().get(record);
  }

  /** The id of the lowest record of the same person. */
  String person(int record) {
    return id(linked.persons()[record]);
  }

  int persons() {
    return (int) Arrays.stream(linked.persons()).distinct().count();
  }

  BatchLinkage.Linked linked() {
    return linked;
  }

  Edges edges() {
    return linked.edges();
  }

  boolean isHopeless(int edge) {
    return linked.logOdds()[edge] <= Edges.WEAKEST && !isWithin(edge);
  }

  boolean isWithin(int edge) {
    return linked.persons()[edges().first(edge)] == linked.persons()[edges().second(edge)];
  }

  /** A pair, explained. */
  record Explained(Explanation explanation, boolean twins) {}

  Explained explain(int edge) {
    scorer.score(
        loaded.records().row(edges().first(edge)), loaded.records().row(edges().second(edge)));
    return new Explained(scorer.explain(linked.priors()), Twins.mayBe(scorer.comparison()));
  }

  /** How many persons have how many records. */
  Map<Long, Long> sizes() {
    Map<Integer, Long> byPerson =
        Arrays.stream(linked.persons())
            .boxed()
            .collect(Collectors.groupingBy(person -> person, Collectors.counting()));
    return byPerson.values().stream()
        .collect(Collectors.groupingBy(size -> size, TreeMap::new, Collectors.counting()));
  }

  /** Of the pairs inside persons, the share that blocking found by itself; from 0 to 1. */
  double completeness() {
    double within =
        sizes().entrySet().stream()
            .mapToDouble(size -> size.getValue() * size.getKey() * (size.getKey() - 1.0) / 2)
            .sum();
    long found =
        Arrays.stream(linked.blocking().pairs())
            .filter(
                pair -> linked.persons()[Pair.first(pair)] == linked.persons()[Pair.second(pair)])
            .count();
    return within == 0 ? 1 : found / within;
  }

  /** The fields of which some record says something. */
  Set<Field> present() {
    return Trainer.present(loaded.records());
  }

  String summary() {
    return String.format(
        Locale.ROOT,
        "%,d records are %,d persons; blocking found %.2f %% of the pairs inside persons by itself",
        records(),
        persons(),
        100 * completeness());
  }

  Model model() {
    return Model.of("learned", linked.learned(), loaded.records(), persons(), linked.priors());
  }
}
