package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.TypeReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that a view holds of one type. */
final class TypeRules {
  private TypeRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "types",
        List.of(
            new Rule(
                "typeHoldsEveryLiveResourceOfIt",
                "A type is every live resource of it, once, as it was appended.",
                TypeRules::whole),
            new Rule(
                "typeShowsCurrentVersionsOnly",
                "A type shows neither older versions nor what has been deleted.",
                TypeRules::current),
            new Rule(
                "typeHoldsNothingOfOtherTypes",
                "Types whose names are alike are types of their own, whatever the ids.",
                TypeRules::neighbours),
            new Rule(
                "typeStopsWhenToldSo",
                "After the visitor's false nothing more is handed over, and nothing fails.",
                TypeRules::stops),
            new Rule(
                "typeLetsItsVisitorFail",
                "What the visitor throws goes through to the caller as it is.",
                TypeRules::fails),
            new Rule(
                "unseenTypeIsEmpty",
                "A type that the view never saw is empty, not an error.",
                TypeRules::unseen),
            new Rule(
                "typePastTheDeadlineAsksForRetry",
                "After its deadline a type comes whole all the same or fails with RETRY.",
                TypeRules::deadline),
            new Rule(
                "typeGoesPastWhatCannotBeRead",
                "What somebody else put there is skipped, and hides no other.",
                TypeRules::unreadable)));
  }

  private static void whole(Bench bench) throws Exception {
    bench.view().typeReader();
    List<Event> events = bench.updates(bench.newIds(5 * bench.types().size()));
    bench.view().apply(events);
    Everywhere.types(bench.view(), events);
  }

  static void large(Bench bench) throws Exception {
    bench.view().typeReader();
    List<Event> events = bench.updates(newIds(bench, 3_000));
    for (int from = 0; from < events.size(); from += 200) {
      bench.view().apply(events.subList(from, from + 200));
    }
    Everywhere.types(bench.view(), events);
  }

  private static void current(Bench bench) throws Exception {
    bench.view().typeReader();
    List<ResourceId> ids = newIds(bench, 6);
    List<Event> first = bench.updates(ids);
    bench.view().apply(first);
    List<Event> changes = new ArrayList<>();
    changes.add(bench.events().update(ids.get(0)));
    changes.add(bench.events().delete(ids.get(1)));
    bench.view().apply(changes);
    changes.addAll(first);
    Everywhere.types(bench.view(), changes);
  }

  private static void neighbours(Bench bench) throws Exception {
    bench.view().typeReader();
    String id = bench.newId().id();
    List<Event> events = new ArrayList<>();
    for (String type : alike(bench)) {
      Event event = bench.events().update(new ResourceId(type, id));
      if (bench.view().keeps(event)) {
        events.add(event);
      }
    }
    bench.view().apply(events);
    Everywhere.types(bench.view(), events);
    for (Event event : events) {
      String type = event.id().type();
      assertThat(bench.view().type(type).stream().map(resource -> resource.head().id().type()))
          .as("types of what is handed over for %s", type)
          .containsOnly(type);
    }
  }

  /** The kit's types, and what one of them might be taken for. */
  private static Set<String> alike(Bench bench) {
    String type = bench.types().get(0);
    String shorter = type.substring(0, type.length() - 1);
    return Stream.concat(
            bench.types().stream(),
            Stream.of(type + "s", type + "Link", shorter, type.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toSet());
  }

  private static void stops(Bench bench) throws Exception {
    TypeReader reader = bench.view().typeReader();
    List<Event> events = bench.updates(newIds(bench, 10));
    bench.view().apply(events);
    List<StoredResource> visited = new ArrayList<>();
    reader.type(
        events.get(0).id().type(),
        bench.view().context(),
        resource -> {
          visited.add(resource);
          return visited.size() < 3;
        });
    assertThat(visited).hasSize(3);
  }

  private static void fails(Bench bench) throws Exception {
    TypeReader reader = bench.view().typeReader();
    List<Event> events = bench.updates(newIds(bench, 3));
    bench.view().apply(events);
    RuntimeException failure = new IllegalStateException("The visitor has had enough");
    assertThatThrownBy(
            () ->
                reader.type(
                    events.get(0).id().type(),
                    bench.view().context(),
                    resource -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    Everywhere.types(bench.view(), events);
  }

  private static void unseen(Bench bench) throws Exception {
    bench.view().typeReader();
    assertThat(bench.view().type("NutritionOrder")).isEmpty();
  }

  private static void deadline(Bench bench) throws Exception {
    TypeReader reader = bench.view().typeReader();
    List<Event> events = bench.updates(newIds(bench, 3));
    bench.view().apply(events);
    List<StoredResource> visited = new ArrayList<>();
    try {
      reader.type(
          events.get(0).id().type(),
          bench.view().contextEnding(Duration.ofSeconds(-1)),
          visited::add);
      Everywhere.live(Fold.of(events), visited);
    } catch (SinkException e) {
      assertThat(e.action()).isEqualTo(Action.RETRY);
    }
  }

  private static void unreadable(Bench bench) throws Exception {
    bench.view().typeReader();
    List<Event> events = bench.updates(newIds(bench, 30));
    bench.view().apply(events);
    Event spoiled = events.get(events.size() / 2);
    List<Event> others = events.stream().filter(event -> !event.equals(spoiled)).toList();
    String type = spoiled.id().type();
    Set<ResourceId> before = ids(bench.view().type(type));
    String foreign = TamperingRules.spoil(bench, spoiled);
    try {
      List<StoredResource> handedOver = bench.view().type(type);
      Everywhere.live(Fold.of(others), handedOver);
      assertThat(ids(handedOver))
          .as("what is read")
          .isSubsetOf(before)
          .doesNotContain(spoiled.id());
    } finally {
      // Or every rule that comes later would stumble over it.
      bench.view().repair(bench.view().mend(foreign), bench.view().mend(spoiled.id(), spoiled));
    }
  }

  private static Set<ResourceId> ids(List<StoredResource> resources) {
    return resources.stream().map(resource -> resource.head().id()).collect(Collectors.toSet());
  }

  /** New ids of one type. */
  private static List<ResourceId> newIds(Bench bench, int count) {
    String type = bench.types().get(0);
    return Stream.generate(() -> bench.events().newId(type)).limit(count).toList();
  }
}
