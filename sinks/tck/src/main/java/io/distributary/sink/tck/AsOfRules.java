package io.distributary.sink.tck;

import io.distributary.schemas.Position;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.ReadContext;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.StoredResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What was the state when the stream ended at a position. */
final class AsOfRules {
  private static final int RESOURCES = 6;
  private static final int STEPS = 6;

  private AsOfRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "asOf",
        List.of(
            new Rule(
                "resourceAsOfAPositionIsTheNewestBelowIt",
                "A resource is, alone and among many, what its greatest version below it was.",
                AsOfRules::resources),
            new Rule(
                "chartAsOfAPositionIsTheNewestBelowIt",
                "A chart is what was live and keyed so then, whoever has moved in or out since.",
                AsOfRules::charts)));
  }

  private static void resources(Bench bench) throws Exception {
    ResourceReader reader = bench.view().resourceReader();
    Lives lives = Lives.written(bench);
    for (Position position : lives.positions(bench)) {
      ReadContext context = bench.view().context().asOf(position);
      Fold fold = lives.below(position);
      List<StoredResource> many = new ArrayList<>();
      reader.readAll(lives.ids(), context, many::add);
      many.sort(Comparator.comparing(stored -> stored.head().id()));
      Expect.same(sorted(fold.newest()), many);
      for (ResourceId id : lives.ids()) {
        Optional<StoredResource> one = reader.read(id, context);
        Expect.same(fold.history(id).stream().limit(1).toList(), one.stream().toList());
      }
    }
  }

  private static void charts(Bench bench) throws Exception {
    bench.view().chartReader();
    Lives lives = Lives.written(bench);
    for (Position position : lives.positions(bench)) {
      ReadContext context = bench.view().context().asOf(position);
      List<Event> live = sorted(lives.below(position).live());
      for (ResourceId patient : lives.patients) {
        Expect.same(
            live.stream().filter(event -> event.key().equals(patient)).toList(),
            bench.view().chart(patient, context));
      }
    }
  }

  private static List<Event> sorted(List<Event> events) {
    return events.stream().sorted(Comparator.comparing(Event::id)).toList();
  }

  /**
   * Resources that are changed, deleted, and moved between patients, in the order of appending. The
   * versions of those that have moved order them as the generation in a version does: whatever the
   * offset, a move is greater than all before it.
   */
  private record Lives(List<ResourceId> patients, List<Event> events) {
    static Lives written(Bench bench) throws Exception {
      if (!bench.view().keepsHistory()) {
        throw Bench.skip("A view that keeps no history is not asked as of a position");
      }
      Lives lives = lived(bench);
      List<Event> shuffled = new ArrayList<>(lives.events);
      for (int i = shuffled.size() - 1; i > 0; i--) {
        shuffled.set(i, shuffled.set(bench.below(i + 1), shuffled.get(i)));
      }
      for (int from = 0; from < shuffled.size(); from += 4) {
        bench.view().apply(shuffled.subList(from, Math.min(from + 4, shuffled.size())));
      }
      return lives;
    }

    private static Lives lived(Bench bench) {
      List<ResourceId> patients =
          List.of(bench.events().newPatient(), bench.events().newPatientElsewhere());
      List<String> types = bench.typesOfPatients();
      List<ResourceId> ids = new ArrayList<>();
      for (int i = 0; i < RESOURCES; i++) {
        ids.add(bench.events().newId(types.get(i % types.size())));
      }
      List<Event> events = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        for (ResourceId id : ids) {
          events.add(step(bench, step, id, patients));
        }
      }
      return new Lives(patients, events);
    }

    /** Two of them stay, the others move at every second step; the fourth step may be deletion. */
    private static Event step(Bench bench, int step, ResourceId id, List<ResourceId> patients) {
      boolean stays = Math.floorMod(id.hashCode(), 3) == 0;
      int moves = stays ? 0 : step / 2;
      if (step == 3 && bench.below(2) == 0) {
        return at(moves, bench.events().delete(id));
      }
      var tree = bench.events().tree(id);
      Contents.pointAt(patients.get(moves % 2), tree);
      return at(moves, bench.events().update(tree));
    }

    private static Event at(int moves, Event event) {
      Version version = event.version();
      return Events.at(Version.of(moves, version.offset(), version.partition()), event);
    }

    List<ResourceId> ids() {
      return events.stream().map(Event::id).distinct().toList();
    }

    /** Before the first event and behind each, and some that go further in some partitions. */
    List<Position> positions(Bench bench) {
      List<Position> positions = new ArrayList<>();
      Position prefix = Position.start(0);
      Position uneven = Position.start(0);
      positions.add(prefix);
      for (Event event : events) {
        prefix = prefix.join(behind(event));
        positions.add(prefix);
        if (bench.below(2) == 0) {
          uneven = uneven.join(behind(event));
          positions.add(uneven);
        }
      }
      return positions;
    }

    private static Position behind(Event event) {
      Version version = event.version();
      return Position.start(0).with(version.partition(), version.offset() + 1);
    }

    Fold below(Position position) {
      return Fold.of(events.stream().filter(e -> position.includes(e.version())).toList());
    }
  }
}
