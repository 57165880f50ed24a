package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Action;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Resources by their ids. */
final class ReadingRules {
  private ReadingRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "reading",
        List.of(
            new Rule(
                "resourceComesBackAsItWasAppended",
                "Every element comes back, in its order, with key, source and append time.",
                ReadingRules::same),
            new Rule(
                "unseenResourceIsEmpty",
                "A resource that the view never saw is empty, not an error.",
                ReadingRules::unseen),
            new Rule(
                "tombstoneIsReadAsATombstone",
                "A deleted resource is read with its head and without a body.",
                ReadingRules::tombstone),
            new Rule(
                "headsOfManyAreOneLookUp",
                "Heads of many resources come at once, tombstones included, the unseen left out.",
                ReadingRules::heads),
            new Rule(
                "readingPastTheDeadlineAsksForRetry",
                "After its deadline a read is answered all the same or fails with RETRY.",
                ReadingRules::deadline)));
  }

  private static void same(Bench bench) throws Exception {
    ResourceReader reader = bench.view().resourceReader();
    List<Event> events = bench.updates(bench.newIds(2 * bench.types().size()));
    bench.view().apply(events);
    for (Event event : events) {
      Expect.same(event, reader.read(event.id(), bench.view().context()).orElseThrow());
    }
  }

  private static void unseen(Bench bench) throws Exception {
    ResourceReader reader = bench.view().resourceReader();
    ResourceId unseen = bench.newId();
    assertThat(reader.read(unseen, bench.view().context())).isEmpty();
    assertThat(reader.heads(List.of(unseen), bench.view().context())).isEmpty();
    assertThat(reader.heads(List.of(), bench.view().context())).isEmpty();
    ResourceId ofUnseenType = new ResourceId("NutritionOrder", unseen.id());
    assertThat(reader.read(ofUnseenType, bench.view().context())).isEmpty();
    assertThat(reader.heads(List.of(ofUnseenType), bench.view().context())).isEmpty();
  }

  private static void tombstone(Bench bench) throws Exception {
    ResourceReader reader = bench.view().resourceReader();
    ResourceId id = bench.newId();
    bench.view().apply(bench.events().update(id));
    Event deletion = bench.events().delete(id);
    bench.view().apply(deletion);
    Expect.same(
        deletion,
        reader
            .read(id, bench.view().context())
            .orElseThrow(() -> new AssertionError("The tombstone is not readable")));
  }

  private static void heads(Bench bench) throws Exception {
    ResourceReader reader = bench.view().resourceReader();
    List<Event> events = new ArrayList<>(bench.updates(bench.newIds(100)));
    bench.newIds(20).forEach(id -> events.add(bench.events().delete(id)));
    bench.view().apply(events);
    List<ResourceId> asked = new ArrayList<>(bench.newIds(30));
    events.forEach(event -> asked.add(event.id()));
    Map<ResourceId, ResourceHead> expected =
        events.stream().collect(Collectors.toMap(Event::id, Expect::head));
    assertThat(reader.heads(asked, bench.view().context())).isEqualTo(expected);
  }

  private static void deadline(Bench bench) throws Exception {
    ResourceReader reader = bench.view().resourceReader();
    Event event = bench.events().update(bench.newId());
    bench.view().apply(event);
    try {
      Expect.same(
          event,
          reader
              .read(event.id(), bench.view().contextEnding(Duration.ofSeconds(-1)))
              .orElseThrow());
    } catch (SinkException e) {
      assertThat(e.action()).isEqualTo(Action.RETRY);
    }
  }
}
