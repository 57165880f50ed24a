package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Outcome;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.tck.View.Mend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Looking up again, and making the view hold what is right. What is wrong here was written by the
 * sink itself, as if the stream had held it; {@link TamperingRules} has the rest.
 */
final class RepairingRules {
  /** As many names as one call may hold. */
  private static final int MOST = 1_000;

  private RepairingRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "repairing",
        List.of(
            new Rule(
                "findGivesWhatAScanGives",
                "A look-up of names gives the scan's entries, tombstones too, the unknown left out.",
                RepairingRules::finds),
            new Rule(
                "repairLowersAVersionThatIsTooHigh",
                "What is newer than anything in the stream gives way to what is right.",
                RepairingRules::tooHigh),
            new Rule(
                "repairTakesBackADeletion",
                "A deletion that never was gives way to the live resource.",
                RepairingRules::deletion),
            new Rule(
                "repairMakesATombstoneOfWhatIsDeleted",
                "What should be deleted becomes a tombstone, at the deletion's version.",
                RepairingRules::tombstone),
            new Rule(
                "repairRemovesWhatWasNeverWritten",
                "Where nothing is right, no reader, count or scan shows anything afterwards.",
                RepairingRules::extra),
            new Rule(
                "whatRepairRemovedCanBeWrittenAgain",
                "After a removal any version is taken, as if nothing had been written before.",
                RepairingRules::writtenAgain),
            new Rule(
                "repairNeverUndoesANewerWrite",
                "Where somebody wrote since the look-up, the outcome is STALE and nothing changes.",
                RepairingRules::newerWrite),
            new Rule(
                "repairingAgainIsHarmless",
                "The same corrections once more refuse nothing and change nothing.",
                RepairingRules::again),
            new Rule(
                "repairGivesBackEveryVersion",
                "A view that keeps history has every version that is right, and no other.",
                RepairingRules::history),
            new Rule(
                "correctionsHaveTheirOutcomesInOrder",
                "Each correction has its outcome, in order; what no correction names stays.",
                RepairingRules::outcomes)));
  }

  private static void finds(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(2 * bench.types().size());
    bench.view().apply(bench.updates(ids));
    bench.view().apply(bench.events().delete(ids.get(0)), bench.events().delete(bench.newId()));
    Map<String, ViewEntry> expected = new HashMap<>();
    bench.view().scanned().forEach(entry -> expected.put(entry.name(), entry));
    List<String> asked = new ArrayList<>(ids.stream().map(ResourceId::toString).toList());
    expected.keySet().retainAll(asked);
    asked.addAll(bench.newIds(3).stream().map(ResourceId::toString).toList());
    asked.addAll(List.of("NutritionOrder/unseen", ids.get(0) + " !", "no name at all", ""));
    assertThat(bench.view().find(asked)).isEqualTo(expected).hasSameSizeAs(ids);
    assertThat(bench.view().find(List.of())).isEmpty();
  }

  static void findsMany(Bench bench) throws Exception {
    List<Event> written = bench.updates(bench.newIds(MOST / 2));
    bench.view().apply(written);
    List<String> asked =
        new ArrayList<>(written.stream().map(event -> event.id().toString()).toList());
    bench.newIds(MOST - asked.size()).forEach(id -> asked.add(id.toString()));
    assertThat(bench.view().find(asked)).hasSameSizeAs(written);
  }

  private static void tooHigh(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(Math.max(3, bench.types().size()));
    List<Event> right = bench.updates(ids);
    bench.view().apply(right);
    bench.view().apply(ids.stream().map(id -> tooNew(bench.events().update(id))).toList());
    assertApplied(bench, mends(bench, right));
    Everywhere.holds(bench.view(), right);
    List<Event> next = bench.updates(ids);
    bench.view().apply(next);
    bench.view().assertNewest(next);
  }

  private static void deletion(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(Math.max(3, bench.types().size()));
    List<Event> right = bench.updates(ids);
    bench.view().apply(right);
    bench.view().apply(ids.stream().map(id -> tooNew(bench.events().delete(id))).toList());
    long before = bench.view().count();
    assertApplied(bench, mends(bench, right));
    Everywhere.holds(bench.view(), right);
    assertThat(bench.view().count() - before).as("live again").isEqualTo(ids.size());
  }

  private static void tombstone(Bench bench) throws Exception {
    ResourceId id = bench.newId();
    Event first = bench.events().update(id);
    Event right = bench.events().delete(id);
    bench.view().apply(first);
    bench.view().apply(right);
    bench.view().apply(tooNew(bench.events().update(id)));
    long before = bench.view().count();
    assertApplied(bench, List.of(bench.view().mend(id, first, right)));
    Everywhere.holds(bench.view(), first, right);
    assertThat(before - bench.view().count()).as("deleted").isEqualTo(1);
    bench.view().apply(first);
    bench.view().assertNewest(right);
  }

  private static void extra(Bench bench) throws Exception {
    long before = bench.view().count();
    List<Event> extra =
        new ArrayList<>(bench.updates(bench.newIds(Math.max(3, bench.types().size()))));
    extra.add(bench.events().delete(bench.newId()));
    bench.view().apply(extra);
    bench.view().apply(bench.events().update(extra.get(0).id()));
    List<Mend> mends = new ArrayList<>();
    for (Event event : extra) {
      mends.add(bench.view().mend(event.id()));
    }
    assertApplied(bench, mends);
    Everywhere.lacks(bench, extra);
    assertThat(bench.view().count()).as("the count after the repair").isEqualTo(before);
  }

  private static void writtenAgain(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(3);
    List<Event> older = bench.updates(ids);
    List<Event> extra = bench.updates(ids);
    bench.view().apply(extra);
    for (ResourceId id : ids) {
      assertApplied(bench, List.of(bench.view().mend(id)));
    }
    List<Event> again = List.of(older.get(0), extra.get(1), bench.events().update(ids.get(2)));
    assertThat(bench.view().apply(again)).containsOnly(Outcome.APPLIED);
    Everywhere.holds(bench.view(), again);
  }

  private static void newerWrite(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(3);
    Event mended = bench.events().update(ids.get(0));
    Event missing = bench.events().update(ids.get(1));
    Event extra = bench.events().update(ids.get(2));
    bench.view().apply(mended, extra);
    List<Mend> found =
        List.of(
            bench.view().mend(mended.id(), mended),
            bench.view().mend(missing.id(), missing),
            bench.view().mend(extra.id()));
    List<Event> newer = bench.updates(ids);
    bench.view().apply(newer);
    assertThat(bench.view().repair(found)).containsOnly(Outcome.STALE);
    Everywhere.holds(bench.view(), mended, newer.get(0));
    Everywhere.holds(bench.view(), newer.get(1));
    Everywhere.holds(bench.view(), extra, newer.get(2));
  }

  private static void again(Bench bench) throws Exception {
    Event right = bench.events().update(bench.newId());
    Event extra = bench.events().update(bench.newId());
    bench.view().apply(right, tooNew(bench.events().update(right.id())), extra);
    List<Mend> mends = List.of(bench.view().mend(right.id(), right), bench.view().mend(extra.id()));
    bench.view().repair(mends);
    assertThat(bench.view().repair(mends)).noneMatch(Outcome.Failed.class::isInstance);
    Everywhere.holds(bench.view(), right);
    Everywhere.lacks(bench, extra);
  }

  private static void history(Bench bench) throws Exception {
    if (!bench.view().keepsHistory()) {
      throw Bench.skip("This view keeps the newest version alone");
    }
    ResourceId id = bench.newId();
    List<Event> right = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      right.add(i == 2 ? bench.events().delete(id) : bench.events().update(id));
    }
    Event never = bench.events().update(id);
    bench.view().apply(right.get(0), right.get(3), never, tooNew(bench.events().update(id)));
    assertApplied(bench, List.of(bench.view().mend(id, right.toArray(Event[]::new))));
    Everywhere.holds(bench.view(), right);
  }

  private static void outcomes(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(12);
    List<Event> right = bench.updates(ids);
    List<Event> high = ids.stream().map(id -> tooNew(bench.events().update(id))).toList();
    bench.view().apply(high);
    List<Mend> mends = mends(bench, right.subList(0, 6));
    List<Event> meanwhile =
        Stream.of(1, 4).map(i -> tooNew(bench.events().update(ids.get(i)))).toList();
    bench.view().apply(meanwhile);
    assertThat(bench.view().repair(mends))
        .containsExactly(
            Outcome.APPLIED,
            Outcome.STALE,
            Outcome.APPLIED,
            Outcome.APPLIED,
            Outcome.STALE,
            Outcome.APPLIED);
    bench.view().assertNewest(right.get(0), right.get(2), right.get(3), right.get(5));
    bench.view().assertNewest(meanwhile);
    bench.view().assertNewest(high.subList(6, 12));
  }

  private static List<Mend> mends(Bench bench, List<Event> right) throws Exception {
    List<Mend> mends = new ArrayList<>();
    for (Event event : right) {
      mends.add(bench.view().mend(event.id(), event));
    }
    return mends;
  }

  private static void assertApplied(Bench bench, List<Mend> mends) throws Exception {
    assertThat(bench.view().repair(mends)).as("outcomes").containsOnly(Outcome.APPLIED);
  }

  /** The same event at a version that the kit's other events never reach. */
  private static Event tooNew(Event event) {
    return Events.at(new Version(event.version().value() + (1L << 40)), event);
  }
}
