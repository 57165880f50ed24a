package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Action;
import io.distributary.sink.Outcome;
import io.distributary.sink.ViewEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is true when {@code write} has returned. */
final class WritingRules {
  private WritingRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "writing",
        List.of(
            new Rule(
                "writtenEventIsReadableWhenWriteReturns",
                "An event is readable by its id, by anybody, as soon as write returns.",
                WritingRules::readable),
            new Rule(
                "writtenEventOutlivesItsSink",
                "What was written is there after close and open.",
                WritingRules::durable),
            new Rule(
                "outcomesStandInTheBatchsOrder",
                "A result has one outcome for each event, in the batch's order.",
                WritingRules::outcomes),
            new Rule(
                "writingTwiceLeavesWhatOnceLeaves",
                "The same batch again changes nothing and refuses nothing.",
                WritingRules::twice),
            new Rule(
                "sameEventTwiceInABatchIsOne",
                "The same event twice in one batch leaves what once leaves.",
                WritingRules::twiceInABatch),
            new Rule(
                "idsAreKeptApart",
                "Ids that differ in type, case or a character are different resources.",
                WritingRules::ids),
            new Rule(
                "resourceThatIsMerelyReferredToIsNotHeld",
                "What nobody has written is in no look-up and no scan, whoever points at it.",
                WritingRules::referredTo),
            new Rule(
                "refusedEventRefusesNoneOfItsNeighbours",
                "A refused event says REJECT and is not held; its neighbours are.",
                WritingRules::refused)));
  }

  private static void readable(Bench bench) throws Exception {
    View other = bench.openAgain();
    for (int i = 0; i < 5; i++) {
      Event event = bench.events().update(bench.newId());
      bench.view().apply(event);
      other.assertNewest(event);
      bench.view().assertNewest(event);
    }
  }

  private static void durable(Bench bench) throws Exception {
    List<Event> written = bench.updates(bench.newIds(20));
    try (View first = bench.openAgain()) {
      first.apply(written);
    }
    bench.openAgain().assertNewest(written);
  }

  static void wholeBatch(Bench bench) throws Exception {
    List<Event> batch = bench.updates(bench.newIds(500));
    bench.view().apply(batch);
    bench.view().assertNewest(batch);
  }

  private static void outcomes(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(12);
    List<Event> older = bench.updates(ids);
    List<Event> newer = bench.updates(ids);
    bench.view().apply(every(2, newer));
    List<Outcome> outcomes = bench.view().apply(older);
    for (int i = 0; i < outcomes.size(); i++) {
      boolean stale = i % 2 == 0;
      // A view that keeps history holds the older version only now: that is an application, too.
      if (!stale) {
        assertThat(outcomes.get(i)).as("outcome %d of a new event", i).isEqualTo(Outcome.APPLIED);
      } else if (!bench.view().keepsHistory()) {
        assertThat(outcomes.get(i)).as("outcome %d of an older one", i).isEqualTo(Outcome.STALE);
      }
    }
  }

  private static void twice(Bench bench) throws Exception {
    List<Event> batch = new ArrayList<>(bench.updates(bench.newIds(10)));
    batch.add(bench.events().delete(bench.newId()));
    bench.view().apply(batch);
    Map<ResourceId, ViewEntry> once = bench.view().scan();
    long count = bench.view().count();
    bench.view().apply(batch);
    assertThat(bench.view().scan()).as("the view after the second write").isEqualTo(once);
    assertThat(bench.view().count()).isEqualTo(count);
  }

  private static void twiceInABatch(Bench bench) throws Exception {
    if (!bench.view().keepsHistory()) {
      throw Bench.skip("The host gives this view one event of a resource in a batch");
    }
    Event event = bench.events().update(bench.newId());
    bench.view().apply(event, event);
    bench.view().assertNewest(event);
  }

  private static void ids(Bench bench) throws Exception {
    String stem = bench.newId().id() + "-AbC";
    List<ResourceId> ids = new ArrayList<>();
    for (String type : bench.types()) {
      for (String id : List.of(stem, stem.toLowerCase(Locale.ROOT), stem + ".1")) {
        ids.add(bench.events().adopt(new ResourceId(type, id)));
      }
    }
    List<Event> events = bench.updates(ids);
    bench.view().apply(events);
    bench.view().assertNewest(events);
  }

  private static void referredTo(Bench bench) throws Exception {
    List<Event> pointing = new ArrayList<>();
    List<ResourceId> unseen = bench.newIds(bench.types().size());
    for (ResourceId target : unseen) {
      var tree = bench.events().tree(bench.newId());
      Contents.addReferences(target, target, tree);
      pointing.add(bench.events().update(tree));
    }
    bench.view().apply(pointing);
    assertThat(bench.view().newest(unseen)).as("what was never written").isEmpty();
    assertThat(bench.view().scan().keySet()).doesNotContainAnyElementsOf(unseen);
    List<Event> arrived = bench.updates(unseen);
    bench.view().apply(arrived);
    bench.view().assertNewest(arrived);
  }

  private static void refused(Bench bench) throws Exception {
    var refusable =
        bench.fixture().refusable().orElseThrow(() -> Bench.skip("This store refuses nothing"));
    List<Event> batch = new ArrayList<>(bench.updates(bench.newIds(9)));
    Event refused = refusable.apply(batch.get(4));
    batch.set(4, refused);
    List<Outcome> outcomes = bench.view().write(batch);
    assertThat(outcomes.get(4)).as("outcome of the refused one").isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcomes.get(4)).action()).isEqualTo(Action.REJECT);
    assertThat(bench.view().newest(refused.id())).as("the refused one").isEmpty();
    batch.remove(4);
    bench.view().assertNewest(batch);
    Event healed = bench.events().update(refused.id());
    bench.view().apply(healed);
    bench.view().assertNewest(healed);
  }

  private static List<Event> every(int nth, List<Event> events) {
    List<Event> some = new ArrayList<>();
    for (int i = 0; i < events.size(); i += nth) {
      some.add(events.get(i));
    }
    return some;
  }
}
