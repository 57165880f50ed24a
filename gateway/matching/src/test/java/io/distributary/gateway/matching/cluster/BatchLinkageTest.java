package io.distributary.gateway.matching.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distributary.gateway.matching.model.Explanation;
import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.model.Part;
import io.distributary.gateway.matching.model.Scorer;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.testing.Fixtures;
import io.distributary.gateway.matching.testing.Truth;
import io.distributary.people.Generator;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BatchLinkageTest {
  private static final Generator GENERATOR = new Generator(4, 6_000);
  private static final Records RECORDS = Fixtures.records(GENERATOR);
  private static BatchLinkage.Linked linked;

  @BeforeAll
  static void linkAll() {
    linked = link(RECORDS, Apart.NOBODY);
  }

  private static BatchLinkage.Linked link(Records records, Apart apart) {
    return new BatchLinkage(records, (a, b) -> true, apart, step -> {}).link();
  }

  @Test
  void personsAreFoundWithoutLabels() {
    Truth truth = Truth.of(linked.persons(), GENERATOR::person);
    assertThat(truth.precision()).isGreaterThan(0.995);
    assertThat(truth.recall()).isGreaterThan(0.99);
  }

  /** By names and birth dates alone, where it is not easy. */
  private static int[] persons(Set<Part> parts) {
    Records records = Fixtures.namesAndBirthDates(GENERATOR);
    return new BatchLinkage(records, (a, b) -> true, Apart.NOBODY, parts, step -> {})
        .link()
        .persons();
  }

  @Test
  void partsThatCarryTheMethodMakeADifferenceAndTheOthersWorkWithoutThem() {
    int[] whole = persons(EnumSet.allOf(Part.class));
    for (Part part : EnumSet.of(Part.FREQUENCIES, Part.ROUNDS, Part.PERSONS)) {
      int[] rest = persons(EnumSet.complementOf(EnumSet.of(part)));
      assertThat(rest).as("without %s", part).isNotEqualTo(whole);
      assertThat(Truth.of(rest, GENERATOR::person).f1()).as("without %s", part).isGreaterThan(0.9);
    }
  }

  @Test
  void withoutRelativesHouseholdsBecomePersons() {
    Set<Part> others = EnumSet.complementOf(EnumSet.of(Part.RELATIVES));
    int[] persons =
        new BatchLinkage(RECORDS, (a, b) -> true, Apart.NOBODY, others, step -> {})
            .link()
            .persons();
    assertThat(Truth.of(persons, GENERATOR::person).precision())
        .isLessThan(Truth.of(linked.persons(), GENERATOR::person).precision());
  }

  @Test
  void sameRecordsGiveTheSamePersons() {
    assertThat(link(RECORDS, Apart.NOBODY).persons()).isEqualTo(linked.persons());
  }

  @Test
  void personIsKnownByItsLowestRecord() {
    int[] persons = linked.persons();
    for (int record = 0; record < persons.length; record++) {
      assertThat(persons[record]).isLessThanOrEqualTo(record);
      assertThat(persons[persons[record]]).isEqualTo(persons[record]);
    }
  }

  @Test
  void explanationOfAnyPairAddsUpToItsScore() {
    Scorer scorer = new Scorer(linked.learned().weights());
    Edges edges = linked.edges();
    for (int edge = 0; edge < edges.size(); edge += 7) {
      scorer.score(RECORDS.row(edges.first(edge)), RECORDS.row(edges.second(edge)));
      Explanation explanation = scorer.explain(linked.priors());
      assertThat(explanation.score() * Math.log(2)).isCloseTo(linked.logOdds()[edge], within(1e-3));
    }
  }

  @Test
  void modelLearnedElsewhereFindsPersonsAmongAFew() {
    // Given
    int persons = (int) Arrays.stream(linked.persons()).distinct().count();
    Model model = Model.of("test", linked.learned(), RECORDS, persons, linked.priors());
    Generator few = new Generator(77, 300);

    // When
    int[] found =
        new BatchLinkage(Fixtures.records(few), (a, b) -> true, Apart.NOBODY, step -> {})
            .link(model)
            .persons();

    // Then
    assertThat(Truth.of(found, few::person).f1()).isGreaterThan(0.97);
  }

  @Test
  void recordsThatAreKeptApartAreNeverOnePersons() {
    Apart evens = (a, b) -> a % 2 == b % 2;
    int[] persons = link(RECORDS, evens).persons();
    for (int record = 0; record < persons.length; record++) {
      assertThat(persons[record] == record || persons[record] % 2 != record % 2).isTrue();
    }
  }

  @Test
  void twoRecordsAreEnoughToAsk() {
    Records two = Fixtures.records(new Generator(4, 10));
    assertThat(link(two, Apart.NOBODY).persons()).hasSize(10);
  }
}
