package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Outcome;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.StoredResource;
import io.distributary.sink.ViewEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Legal content is never refused, and nothing of it is lost. */
final class ContentRules {
  /** Elements that views like to look into, whatever the type. */
  private static final List<String> ELEMENTS =
      List.of(
          "code",
          "name",
          "identifier",
          "subject",
          "participant",
          "type",
          "status",
          "telecom",
          "address",
          "birthDate",
          "gender",
          "period",
          "category",
          "text",
          "meta");

  /** So few that no batch is beyond what a host has in flight. */
  private static final int BATCH = 6;

  private ContentRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "contents",
        List.of(
            new Rule(
                "elementsMayBeAbsentSingleOrRepeated",
                "One element may be absent, single, repeated, empty, or of another kind each time.",
                ContentRules::shapes),
            each(
                "decimalsKeepTheirDigits",
                "Trailing zeros, exponents and more than 34 digits.",
                Contents::addDecimals),
            each(
                "everyScriptIsKept",
                "Every script, direction, emoji and control.",
                Contents::addScripts),
            new Rule(
                "everyKindOfReferenceIsKept",
                "References that dangle, loop, are absolute, urn:uuid, contained or nonsense.",
                ContentRules::references),
            new Rule(
                "awkwardIdsAreKept",
                "Ids with dots and hyphens, short and long.",
                ContentRules::ids)));
  }

  /** What takes much room. */
  static RuleGroup largeGroup() {
    return new RuleGroup(
        "large contents",
        List.of(
            each(
                "longTextsAreKept",
                "Texts of far over 32,766 bytes, in any element.",
                Contents::addLongTexts),
            each(
                "manyFieldNamesAreKept",
                "More than 1,000 distinct field names in one resource.",
                Contents::addManyFieldNames),
            each("deepResourceIsKept", "A resource of 64 levels.", Contents::addDepth),
            one(
                "broadResourceIsKept",
                "A resource of nearly 400,000 values.",
                Contents::addBreadth),
            one("bigResourceIsKept", "A resource of nearly 4 MiB.", Contents::addBulk)));
  }

  /** Grafts the content onto a resource of each type that the view keeps. */
  private static Rule each(
      String name, String promise, Consumer<Map<String, @Nullable Object>> graft) {
    return new Rule(
        name,
        promise,
        bench -> {
          List<Event> events = new ArrayList<>();
          for (String type : bench.types()) {
            events.add(grafted(bench, type, graft));
          }
          assertKept(bench, events);
        });
  }

  private static Rule one(
      String name, String promise, Consumer<Map<String, @Nullable Object>> graft) {
    return new Rule(
        name,
        promise,
        bench -> assertKept(bench, List.of(grafted(bench, bench.types().get(0), graft))));
  }

  private static Event grafted(
      Bench bench, String type, Consumer<Map<String, @Nullable Object>> graft) {
    Map<String, @Nullable Object> tree = bench.events().tree(bench.events().newId(type));
    graft.accept(tree);
    return bench.events().update(tree);
  }

  private static void shapes(Bench bench) throws Exception {
    List<Event> events = new ArrayList<>();
    for (String type : bench.types()) {
      for (Object shape : Contents.shapes()) {
        events.add(
            grafted(bench, type, tree -> ELEMENTS.forEach(element -> tree.put(element, shape))));
      }
      events.add(
          grafted(bench, type, tree -> tree.keySet().retainAll(List.of("resourceType", "id"))));
    }
    assertKept(bench, events);
  }

  private static void references(Bench bench) throws Exception {
    List<Event> events = new ArrayList<>();
    for (String type : bench.types()) {
      ResourceId one = bench.events().newId(type);
      ResourceId other = bench.events().newId(bench.types().get(0));
      for (List<ResourceId> pair : List.of(List.of(one, other), List.of(other, one))) {
        Map<String, @Nullable Object> tree = bench.events().tree(pair.get(0));
        Contents.addReferences(pair.get(0), pair.get(1), tree);
        events.add(bench.events().update(tree));
      }
    }
    assertKept(bench, events);
  }

  private static void ids(Bench bench) throws Exception {
    String stem = bench.newId().id();
    List<Event> events = new ArrayList<>();
    for (String id :
        List.of(
            stem + ".a.b.c",
            stem + ".",
            stem + "-",
            stem + "..",
            "." + stem,
            "-" + stem,
            "..." + stem,
            stem + ".keyword",
            stem + "-r1",
            stem.toUpperCase(Locale.ROOT),
            (stem + "-" + "x".repeat(64)).substring(0, 64))) {
      events.add(
          bench.events().update(bench.events().adopt(new ResourceId(bench.types().get(0), id))));
    }
    assertKept(bench, events);
  }

  /** Writes them between plain neighbours and expects everything back. */
  private static void assertKept(Bench bench, List<Event> hard) throws Exception {
    List<Event> batch = new ArrayList<>(bench.updates(bench.newIds(2)));
    batch.addAll(1, hard);
    for (int from = 0; from < batch.size(); from += BATCH) {
      List<Event> some = batch.subList(from, Math.min(batch.size(), from + BATCH));
      assertThat(bench.view().apply(some)).as("outcomes").containsOnly(Outcome.APPLIED);
    }
    bench.view().assertNewest(batch);
    assertHashes(bench, batch);
    Optional<ResourceReader> reader = bench.view().sink().readers().resource();
    if (reader.isPresent()) {
      for (Event event : batch) {
        StoredResource read = reader.get().read(event.id(), bench.view().context()).orElseThrow();
        Expect.same(event, read);
      }
    }
  }

  private static void assertHashes(Bench bench, List<Event> events) throws Exception {
    Map<ResourceId, ViewEntry> scanned = bench.view().scan();
    for (Event event : events) {
      ViewEntry entry = Expect.entry(scanned, event.id());
      assertThat(entry.hash()).as("hash of %s", event).isEqualTo(bench.view().hashOf(event));
    }
  }
}
