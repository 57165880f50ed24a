package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.block.Pass;
import io.distributary.gateway.matching.compare.Comparison;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Records;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Learns from records, without labels: first by blocks, then again and again from the persons
 * found.
 */
public final class Trainer {
  private final Records records;
  private final Set<Part> parts;
  private final Set<Field> present;

  /**
   * @param parts those that are used
   */
  public Trainer(Records records, Set<Part> parts) {
    this.records = records;
    this.parts = parts;
    this.present = present(records);
  }

  /**
   * What can be known before there are persons.
   *
   * @param samples by pass, pairs of its blocks
   */
  public Learned begin(Map<Pass, long[]> samples) {
    int[] alone = everyoneAlone();
    TermFrequencies frequencies = TermFrequencies.of(records, alone);
    double[][] u = new Strangers(records, alone).levels();
    double[][] m = new ExpectationMaximization(records, u, frequencies, present).learn(samples);
    return new Learned(Parameters.of(m, u), used(frequencies, u), Aliases.none());
  }

  /** What a model says, bound to the records; values are counted in these, too. */
  public Learned with(Model model) {
    Aliases aliases = model.aliases(records.vocabulary());
    return new Learned(
        model.parameters(), TermFrequencies.of(records, everyoneAlone(), model), aliases);
  }

  private int[] everyoneAlone() {
    int[] alone = new int[records.count()];
    Arrays.setAll(alone, record -> record);
    return alone;
  }

  /**
   * What the persons tell.
   *
   * @param persons by record, the number of its person
   * @param members by person, its records
   */
  public Learned again(int[] persons, int[][] members) {
    TermFrequencies frequencies = TermFrequencies.of(records, persons);
    Strangers strangers = new Strangers(records, persons);
    Dependencies dependencies = new Dependencies(present);
    AliasLearner aliases = new AliasLearner(records);
    LevelCounts ofOne = new LevelCounts();
    Comparison comparison = new Comparison();
    for (int[] person : members) {
      if (person.length > 1) {
        count(person, comparison, ofOne, dependencies);
        aliases.add(person);
      }
    }
    double[][] u = strangers.levels();
    double[][] m = ofOne.shares(ExpectationMaximization.before());
    boolean corrected = parts.contains(Part.DEPENDENCIES);
    return new Learned(
        corrected ? new Parameters(m, u, dependencies.learn(m, u, strangers)) : Parameters.of(m, u),
        used(frequencies, u),
        parts.contains(Part.ALIASES) ? aliases.learn(frequencies) : Aliases.none());
  }

  private TermFrequencies used(TermFrequencies frequencies, double[][] u) {
    return parts.contains(Part.FREQUENCIES) ? frequencies : frequencies.evened(u);
  }

  /** All pairs of a person of n records count as n - 1. */
  private void count(
      int[] person, Comparison comparison, LevelCounts ofOne, Dependencies dependencies) {
    double weight = 2.0 / person.length;
    for (int i = 0; i < person.length; i++) {
      for (int j = i + 1; j < person.length; j++) {
        comparison.of(records.rows()[person[i]], records.rows()[person[j]]);
        ofOne.add(comparison, weight);
        dependencies.add(comparison, weight);
      }
    }
  }

  /** The fields of which some record has a value, and the order of names where both are. */
  public static Set<Field> present(Records records) {
    Set<Field> present =
        Stream.of(Field.values())
            .filter(
                field -> Arrays.stream(records.rows()).anyMatch(row -> row[field.place()] != null))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Field.class)));
    if (present.containsAll(Set.of(Field.GIVEN, Field.FAMILY))) {
      present.add(Field.NAME_ORDER);
    }
    return present;
  }
}
