package io.distributary.gateway.matching.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.matching.lookup.Candidate;
import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.record.Features;
import io.distributary.gateway.matching.record.Normalizer;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.testing.Fixtures;
import io.distributary.gateway.matching.testing.Truth;
import io.distributary.people.Generator;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PopulationTest {
  private static final int COUNT = 3_000;
  private static final Generator GENERATOR = new Generator(4, COUNT);
  private static BatchLinkage.Linked batch;
  private static Model model;

  @BeforeAll
  static void learn() {
    Records records = Fixtures.records(GENERATOR);
    batch = new BatchLinkage(records, (a, b) -> true, Apart.NOBODY, step -> {}).link();
    int persons = (int) Arrays.stream(batch.persons()).distinct().count();
    model = Model.of("test", batch.learned(), records, persons, batch.priors());
  }

  private static Features features(int record) {
    return Normalizer.features(Fixtures.record(GENERATOR, record));
  }

  private static Population empty() {
    return new Population(model);
  }

  private static List<Integer> order(int seed) {
    List<Integer> order = IntStream.range(0, COUNT).boxed().collect(Collectors.toList());
    Collections.shuffle(order, new Random(seed));
    return order;
  }

  private static int[] persons(Population population) {
    return IntStream.range(0, COUNT)
        .map(
            record ->
                population.personOf("r" + record).stream()
                    .mapToInt(id -> Integer.parseInt(id.substring(1)))
                    .min()
                    .orElseThrow())
        .toArray();
  }

  @Test
  void recordsThatComeOneByOneInAnyOrderMakeThePersonsOfTheBatch() {
    for (int seed = 0; seed < 3; seed++) {
      Population population = empty();
      order(seed).forEach(record -> population.put("r" + record, features(record)));
      Truth truth = Truth.of(persons(population), record -> batch.persons()[record]);
      assertThat(truth.f1()).as("order %d", seed).isGreaterThan(0.995);
    }
  }

  @Test
  void whatWasChangedAndTakenAwayLeavesNoTrace() {
    // Given
    Population population = empty();
    order(0).forEach(record -> population.put("r" + record, features(record)));
    int[] before = persons(population);

    // When
    for (int record = 0; record < 500; record++) {
      population.put("r" + record, features(COUNT - 1 - record));
    }
    for (int record = 0; record < 500; record++) {
      population.remove("r" + record);
    }
    assertThat(population.size()).isEqualTo(COUNT - 500);
    for (int record = 0; record < 500; record++) {
      population.put("r" + record, features(record));
    }

    // Then
    assertThat(Truth.of(persons(population), record -> before[record]).f1()).isGreaterThan(0.995);
  }

  @Test
  void lookUpFindsTheOtherRecordsOfAPersonAndNothingChanges() {
    // Given
    Population population = empty();
    for (int record = 0; record < COUNT / 2; record++) {
      population.put("r" + record, features(record));
    }
    int found = 0;
    int there = 0;

    // When
    for (int record = COUNT / 2; record < COUNT; record++) {
      List<Candidate> best = population.lookUp(features(record), 1);
      int person = GENERATOR.person(record);
      boolean known =
          IntStream.range(0, COUNT / 2).anyMatch(other -> GENERATOR.person(other) == person);
      if (known) {
        there++;
        found +=
            !best.isEmpty()
                    && best.get(0).explanation().score() > 0
                    && GENERATOR.person(Integer.parseInt(best.get(0).id().substring(1))) == person
                ? 1
                : 0;
      }
    }

    // Then
    assertThat(there).isGreaterThan(200);
    assertThat((double) found / there).isGreaterThan(0.97);
    assertThat(population.size()).isEqualTo(COUNT / 2);
  }

  @Test
  void candidatesComeBestFirst() {
    Population population = empty();
    order(0).forEach(record -> population.put("r" + record, features(record)));
    List<Candidate> candidates = population.lookUp(features(5), 20);
    assertThat(candidates)
        .isSortedAccordingTo(
            (a, b) -> Double.compare(b.explanation().score(), a.explanation().score()));
    assertThat(candidates.get(0).explanation().score()).isPositive();
  }
}
