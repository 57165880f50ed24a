package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.sink.StoredResource;
import io.distributary.sink.ViewEntry;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What every way of asking a view must say of a resource, one beside the other. */
final class Everywhere {
  private Everywhere() {}

  /** The view holds what these events leave, and, where it keeps history, every one of them. */
  static void holds(View view, Event... events) throws Exception {
    holds(view, Arrays.asList(events));
  }

  static void holds(View view, List<Event> events) throws Exception {
    Fold fold = Fold.of(events);
    Map<ResourceId, ViewEntry> scanned = view.scan();
    Map<String, ViewEntry> found =
        view.find(fold.ids().stream().map(ResourceId::toString).toList());
    view.assertNewest(fold.newest());
    for (Event event : fold.newest()) {
      ViewEntry expected =
          ViewEntry.of(event.id(), event.version(), event.deleted(), view.hashOf(event));
      assertThat(found.get(event.id().toString())).as("what is found").isEqualTo(expected);
      assertThat(scanned.get(event.id())).as("what is scanned").isEqualTo(expected);
      reads(view, event);
      charts(view, event);
      if (view.sink().readers().history().isPresent()) {
        Expect.same(fold.history(event.id()), view.history(event.id()));
      }
    }
    types(view, fold);
  }

  private static void reads(View view, Event event) throws Exception {
    if (view.sink().readers().resource().isPresent()) {
      Expect.same(event, view.resourceReader().read(event.id(), view.context()).orElseThrow());
    }
  }

  private static void charts(View view, Event event) throws Exception {
    if (view.sink().readers().chart().isPresent()) {
      assertThat(view.chart(event.key()).stream().filter(item -> isOf(event.id(), item)))
          .as("%s in its chart", event.id())
          .hasSize(event.deleted() ? 0 : 1)
          .allSatisfy(item -> Expect.same(event, item));
    }
  }

  /** Asked by type, where it can be, the view gives what is live, each resource once. */
  static void types(View view, List<Event> events) throws Exception {
    types(view, Fold.of(events));
  }

  static void types(View view, Fold fold) throws Exception {
    if (view.sink().readers().type().isPresent()) {
      for (String type : fold.types()) {
        live(fold.ofType(type), view.type(type));
      }
    }
  }

  /** What was handed over of these resources, among others, is what is live, each once. */
  static void live(Fold fold, List<StoredResource> handedOver) {
    Expect.same(
        fold.live().stream().sorted(Comparator.comparing(Event::id)).toList(),
        handedOver.stream()
            .filter(item -> fold.ids().contains(item.head().id()))
            .sorted(Comparator.comparing(item -> item.head().id()))
            .toList());
  }

  private static boolean isOf(ResourceId id, StoredResource resource) {
    return resource.head().id().equals(id);
  }

  /** The view shows nothing of a resource, as if it had never been written. */
  static void lacks(Bench bench, Event gone) throws Exception {
    lacks(bench, List.of(gone));
  }

  /** The same of several, for which the view is scanned once. */
  static void lacks(Bench bench, List<Event> gone) throws Exception {
    lacks(bench.view(), gone.stream().map(event -> event.id().toString()).distinct().toList());
    for (Event event : gone) {
      answersNothing(bench, event);
    }
  }

  private static void answersNothing(Bench bench, Event gone) throws Exception {
    View view = bench.view();
    assertThat(view.newest(gone.id())).as("head of %s", gone.id()).isEmpty();
    if (view.sink().readers().resource().isPresent()) {
      assertThat(view.resourceReader().read(gone.id(), view.context())).isEmpty();
    }
    if (view.sink().readers().chart().isPresent()) {
      assertThat(view.chart(gone.key())).noneMatch(item -> isOf(gone.id(), item));
    }
    if (view.sink().readers().type().isPresent()) {
      assertThat(view.type(gone.id().type())).noneMatch(item -> isOf(gone.id(), item));
    }
    if (view.sink().readers().history().isPresent()) {
      assertThat(view.history(gone.id())).as("history of %s", gone.id()).isEmpty();
    }
    if (view.sink().readers().nativeQuery().isPresent()) {
      assertThat(QueryRules.Asked.of(bench).byId(gone.id()).rows()).isEmpty();
    }
  }

  /** Neither a scan nor a look-up shows the name. */
  static void lacks(View view, String name) throws Exception {
    lacks(view, List.of(name));
  }

  private static void lacks(View view, List<String> names) throws Exception {
    assertThat(view.find(names)).as("what is found").isEmpty();
    assertThat(view.scanned().stream().map(ViewEntry::name))
        .as("what is scanned")
        .doesNotContainAnyElementsOf(names);
  }
}
