package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import java.util.List;

/** The pure function from an event to what is written, and its fingerprint. */
final class ProjectingRules {
  private ProjectingRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "projecting",
        List.of(
            new Rule(
                "projectionIsVersioned",
                "A projection's version is at least 1 and does not change by itself.",
                ProjectingRules::versioned),
            new Rule(
                "sameEventHasTheSameHash",
                "The same event projected again, before and after writing, has the same hash.",
                ProjectingRules::pure),
            new Rule(
                "hashIsSha256InLowerCaseHex",
                "A hash is 64 lower-case hex digits.",
                ProjectingRules::form),
            new Rule(
                "hashLeavesTheVersionOut",
                "The same content at another version has the same hash.",
                ProjectingRules::withoutVersion),
            new Rule(
                "hashCoversKeySourceAndDeletion",
                "Another key, another source or a deletion makes another hash.",
                ProjectingRules::covers),
            new Rule(
                "deletionIsKeptWhereItsTypeIs",
                "Who keeps resources of a type keeps their deletions.",
                ProjectingRules::deletions)));
  }

  private static void versioned(Bench bench) {
    int version = bench.view().sink().projection().version();
    assertThat(version).isPositive();
    assertThat(bench.view().sink().projection().version()).isEqualTo(version);
  }

  private static void pure(Bench bench) throws Exception {
    for (Event event : bench.updates(bench.newIds(2 * bench.types().size()))) {
      String hash = bench.view().hashOf(event);
      assertThat(bench.view().hashOf(event)).as("hash of %s", event).isEqualTo(hash);
      bench.view().apply(event);
      assertThat(bench.view().hashOf(event)).as("hash after writing").isEqualTo(hash);
    }
  }

  private static void form(Bench bench) throws Exception {
    ResourceId id = bench.newId();
    assertThat(bench.view().hashOf(bench.events().update(id))).matches("[0-9a-f]{64}");
    assertThat(bench.view().hashOf(bench.events().delete(id))).matches("[0-9a-f]{64}");
  }

  private static void withoutVersion(Bench bench) throws Exception {
    for (Event event : bench.updates(bench.newIds(bench.types().size()))) {
      Event later = Events.later(new Version(event.version().value() + 4_096), event);
      assertThat(bench.view().hashOf(later)).isEqualTo(bench.view().hashOf(event));
    }
  }

  private static void covers(Bench bench) throws Exception {
    Event event = bench.events().update(bench.newId());
    Event deletion = bench.events().delete(event.id());
    String hash = bench.view().hashOf(event);
    assertThat(bench.view().hashOf(Events.from("urn:another", event))).isNotEqualTo(hash);
    ResourceId otherKey = bench.events().newPatient();
    assertThat(bench.view().hashOf(Events.under(otherKey, event))).isNotEqualTo(hash);
    assertThat(bench.view().hashOf(deletion)).isNotEqualTo(hash);
    assertThat(bench.view().hashOf(Events.under(otherKey, deletion)))
        .isNotEqualTo(bench.view().hashOf(deletion));
  }

  private static void deletions(Bench bench) throws Exception {
    for (String type : bench.types()) {
      Event deletion = bench.events().delete(bench.events().newId(type));
      assertThat(bench.view().keeps(deletion)).as("the deletion of a %s", type).isTrue();
    }
  }
}
