package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.sink.StoredResource;
import java.util.List;

/** Deletions are tombstones. */
final class DeletingRules {
  private DeletingRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "deleting",
        List.of(
            new Rule(
                "deletionIsATombstoneThatKeepsItsVersion",
                "A deleted resource is still known, as deleted, at the deletion's version.",
                DeletingRules::tombstone),
            new Rule(
                "tombstoneHoldsNoBody", "A tombstone drops the content.", DeletingRules::noBody),
            new Rule(
                "lateOlderUpdateNeverBringsADeletedResourceBack",
                "An older update that comes after the deletion changes nothing.",
                DeletingRules::noResurrection),
            new Rule(
                "deletionOfAnUnseenResourceIsKept",
                "A deletion that comes first leaves a tombstone that outlasts older updates.",
                DeletingRules::unseen),
            new Rule(
                "olderDeletionNeverDeletesANewerVersion",
                "A deletion that comes late deletes nothing.",
                DeletingRules::lateDeletion),
            new Rule(
                "newerUpdateBringsADeletedResourceBack",
                "An update that is newer than the deletion is a live resource again.",
                DeletingRules::revival)));
  }

  private static void tombstone(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(Math.max(3, bench.types().size()));
    bench.view().apply(bench.updates(ids));
    List<Event> deletions = deletions(bench, ids);
    bench.view().apply(deletions);
    bench.view().assertNewest(deletions);
  }

  private static void noBody(Bench bench) throws Exception {
    ResourceId id = bench.newId();
    bench.view().apply(bench.events().update(id));
    Event deletion = bench.events().delete(id);
    bench.view().apply(deletion);
    assertThat(Expect.entry(bench.view().scan(), id).hash())
        .as("hash of the tombstone, recomputed from what is stored")
        .isEqualTo(bench.view().hashOf(deletion));
    if (bench.view().sink().readers().resource().isPresent()) {
      byte[] body =
          bench
              .view()
              .resourceReader()
              .read(id, bench.view().context())
              .map(StoredResource::json)
              .orElseThrow(() -> new AssertionError("The tombstone is not readable"));
      assertThat(body).as("body of the tombstone").isEmpty();
    }
  }

  private static void noResurrection(Bench bench) throws Exception {
    ResourceId id = bench.newId();
    Event first = bench.events().update(id);
    Event late = bench.events().update(id);
    Event deletion = bench.events().delete(id);
    bench.view().apply(first);
    bench.view().apply(deletion);
    bench.view().apply(late);
    bench.view().apply(first);
    bench.view().assertNewest(deletion);
  }

  private static void unseen(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(bench.types().size());
    List<Event> late = bench.updates(ids);
    List<Event> deletions = deletions(bench, ids);
    bench.view().apply(deletions);
    bench.view().assertNewest(deletions);
    bench.view().apply(late);
    bench.view().assertNewest(deletions);
  }

  private static void lateDeletion(Bench bench) throws Exception {
    ResourceId id = bench.newId();
    bench.view().apply(bench.events().update(id));
    Event deletion = bench.events().delete(id);
    Event newer = bench.events().update(id);
    bench.view().apply(newer);
    bench.view().apply(deletion);
    bench.view().assertNewest(newer);
  }

  private static void revival(Bench bench) throws Exception {
    ResourceId id = bench.newId();
    bench.view().apply(bench.events().update(id));
    bench.view().apply(bench.events().delete(id));
    Event again = bench.events().update(id);
    bench.view().apply(again);
    bench.view().assertNewest(again);
  }

  private static List<Event> deletions(Bench bench, List<ResourceId> ids) {
    return ids.stream().map(bench.events()::delete).toList();
  }
}
