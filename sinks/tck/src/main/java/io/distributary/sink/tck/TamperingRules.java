package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Outcome;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.tck.View.Mend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What somebody did behind the sink's back is seen, and mended. */
final class TamperingRules {
  private TamperingRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "tampering",
        List.of(
            new Rule(
                "repairMendsContentAlteredAtItsVersion",
                "Altered content is made right, though its version is.",
                TamperingRules::altered),
            new Rule(
                "repairBringsBackWhatWasRemoved",
                "What is gone, resources and tombstones, is there again at once, and guarded.",
                TamperingRules::removed),
            new Rule(
                "repairRemovesWhatWasAdded",
                "A copy under another id is counted and scanned, and wholly gone after the repair.",
                TamperingRules::added),
            new Rule(
                "repairLowersAVersionThatWasRaised",
                "A raised version is seen, and hides nothing that is written after the repair.",
                TamperingRules::raised),
            new Rule(
                "unreadableEntryHidesNoOther",
                "A scan goes past what it cannot read; a look-up says the same of it.",
                TamperingRules::unreadable),
            new Rule(
                "repairMendsWhatCannotBeRead",
                "What cannot be read is made right, or removed when it is no resource at all.",
                TamperingRules::spoiled)));
  }

  private static void altered(Bench bench) throws Exception {
    List<Event> right = bench.updates(bench.newIds(Math.max(3, bench.types().size())));
    bench.view().apply(right);
    for (Event event : right) {
      bench.tampering().alter(bench.namespace(), event.id());
    }
    assertWrong(bench, right);
    repair(bench, right);
    Everywhere.holds(bench.view(), right);
  }

  private static void removed(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(Math.max(3, bench.types().size()));
    List<Event> older = bench.updates(ids);
    List<Event> right = new ArrayList<>(bench.updates(ids));
    right.set(1, bench.events().delete(ids.get(1)));
    bench.view().apply(right);
    long before = bench.view().count();
    for (ResourceId id : ids) {
      done(bench.tampering().remove(bench.namespace(), id), "remove anything");
    }
    assertThat(before - bench.view().count()).as("no longer counted").isEqualTo(ids.size() - 1);
    assertThat(bench.view().find(ids.stream().map(ResourceId::toString).toList())).isEmpty();
    repair(bench, right);
    Everywhere.holds(bench.view(), right);
    assertThat(bench.view().count()).isEqualTo(before);
    bench.view().apply(older);
    bench.view().assertNewest(right);
    List<Event> next = bench.updates(ids);
    bench.view().apply(next);
    bench.view().assertNewest(next);
  }

  private static void added(Bench bench) throws Exception {
    Event right = bench.events().update(bench.newId());
    bench.view().apply(right);
    long before = bench.view().count();
    ResourceId added = bench.events().newId(right.id().type());
    done(bench.tampering().add(bench.namespace(), right.id(), added.toString()), "add anything");
    assertThat(bench.view().count()).as("count with what was added").isEqualTo(before + 1);
    assertThat(bench.view().scan()).containsKey(added);
    assertThat(bench.view().repair(bench.view().mend(added))).containsOnly(Outcome.APPLIED);
    assertThat(bench.view().count()).isEqualTo(before);
    Event written = bench.events().update(added);
    Everywhere.lacks(bench, written);
    Everywhere.holds(bench.view(), right);
    bench.view().apply(written);
    Everywhere.holds(bench.view(), written);
  }

  private static void raised(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(Math.max(3, bench.types().size()));
    List<Event> right = bench.updates(ids);
    bench.view().apply(right);
    for (Event event : right) {
      Version high = new Version(event.version().value() + (1L << 40));
      done(bench.tampering().raise(bench.namespace(), event.id(), high), "raise versions");
      assertThat(bench.view().find(event.id().toString()).flatMap(ViewEntry::version))
          .as("version of %s", event.id())
          .contains(high);
    }
    repair(bench, right);
    Everywhere.holds(bench.view(), right);
    List<Event> next = bench.updates(ids);
    bench.view().apply(next);
    bench.view().assertNewest(next);
  }

  private static void unreadable(Bench bench) throws Exception {
    List<Event> others = bench.updates(bench.newIds(30));
    Event spoiled = bench.events().update(bench.newId());
    bench.view().apply(others);
    bench.view().apply(spoiled);
    String foreign = spoil(bench, spoiled);
    try {
      assertWrong(bench, List.of(spoiled));
      ViewEntry named = scanned(bench, foreign).orElseThrow();
      assertThat(bench.view().find(foreign)).as("found under %s", foreign).contains(named);
      Everywhere.holds(bench.view(), others);
    } finally {
      // Or every rule that comes later would stumble over it.
      bench.view().repair(bench.view().mend(foreign), bench.view().mend(spoiled.id(), spoiled));
    }
  }

  private static void spoiled(Bench bench) throws Exception {
    Event right = bench.events().update(bench.newId());
    bench.view().apply(right);
    long before = bench.view().count();
    String foreign = spoil(bench, right);
    Mend mend = bench.view().mend(right.id(), right);
    assertThat(bench.view().repair(mend, bench.view().mend(foreign))).containsOnly(Outcome.APPLIED);
    Everywhere.holds(bench.view(), right);
    Everywhere.lacks(bench.view(), foreign);
    assertThat(bench.view().count()).isEqualTo(before);
    Event next = bench.events().update(right.id());
    bench.view().apply(next);
    bench.view().assertNewest(next);
  }

  /**
   * Spoils a resource and adds a copy of it under what no resource can be named.
   *
   * @return the copy's name, which is the store's to choose
   */
  static String spoil(Bench bench, Event event) throws Exception {
    Set<String> before = names(bench);
    String illegal = event.id() + " is no id";
    done(bench.tampering().add(bench.namespace(), event.id(), illegal), "add anything");
    Set<String> added = added(bench, before, illegal);
    assertThat(added).as("names of what was added").hasSize(1);
    done(bench.tampering().spoil(bench.namespace(), event.id()), "spoil anything");
    return added.iterator().next();
  }

  private static Set<String> added(Bench bench, Set<String> before, String illegal)
      throws Exception {
    try {
      Set<String> added = names(bench);
      added.removeAll(before);
      return added;
    } catch (SinkException e) {
      // Or every rule that comes later would stumble over it.
      bench.view().repair(bench.view().mend(illegal));
      throw e;
    }
  }

  private static Set<String> names(Bench bench) throws Exception {
    Set<String> names = new HashSet<>();
    bench.view().scanned().forEach(entry -> names.add(entry.name()));
    return names;
  }

  private static void done(boolean done, String what) {
    if (!done) {
      throw Bench.skip("The fixture does not " + what);
    }
  }

  /** Scan and look-up agree that the view does not hold what the events left. */
  private static void assertWrong(Bench bench, List<Event> events) throws Exception {
    Map<String, ViewEntry> scanned = new HashMap<>();
    bench.view().scanned().forEach(entry -> scanned.put(entry.name(), entry));
    for (Event event : events) {
      String name = event.id().toString();
      ViewEntry entry = Optional.ofNullable(scanned.get(name)).orElseThrow();
      assertThat(entry.is(event.version(), bench.view().hashOf(event)))
          .as("what is scanned of %s seems right", name)
          .isFalse();
      assertThat(bench.view().find(name)).as("found under %s", name).contains(entry);
    }
  }

  private static Optional<ViewEntry> scanned(Bench bench, String name) throws Exception {
    return bench.view().scanned().stream().filter(entry -> entry.name().equals(name)).findAny();
  }

  private static void repair(Bench bench, List<Event> right) throws Exception {
    List<Mend> mends = new ArrayList<>();
    for (Event event : right) {
      mends.add(bench.view().mend(event.id(), event));
    }
    assertThat(bench.view().repair(mends)).as("outcomes").containsOnly(Outcome.APPLIED);
  }
}
