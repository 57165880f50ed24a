package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.log.Checkpoint;
import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Knows what must be true of one revision: at each step that no version goes back and nothing is
 * committed that is not applied or in dead letters, in the end that it is the fold of the log.
 */
final class Oracle {
  private final Simulation world;
  private final SimulatedRevision revision;
  private final Map<ResourceId, Version> newest = new HashMap<>();
  private final long[] delivered;
  private final Set<Integer> tainted = new HashSet<>();
  private final Set<Integer> behindLostTail = new HashSet<>();

  Oracle(Simulation world, SimulatedRevision revision) {
    this.world = world;
    this.revision = revision;
    this.delivered = new long[world.log().count()];
  }

  /** A resource in the store has got another version. */
  void moved(ResourceId id, Version to) {
    Version before = newest.put(id, to);
    Simulation.require(
        before == null || to.compareTo(before) >= 0,
        () -> id + " goes back from version " + before + " to " + to);
  }

  /** Records were handed to a projector. */
  void delivered(int partition, long from, long to, boolean mustHalt) {
    world.note(() -> revision + " reads " + partition + "@" + from + " to " + to);
    Simulation.require(
        !mustHalt && !behindLostTail.contains(partition),
        () -> "Reading goes on although events that come next are lost");
    if (from < delivered[partition]) {
      world.saw(Fault.REDELIVERED);
    }
    delivered[partition] = Math.max(delivered[partition], to);
  }

  void tailLost(int partition, long from) {
    if (delivered[partition] > from) {
      tainted.add(partition);
    }
    if (revision.group().offset(partition) > from) {
      behindLostTail.add(partition);
    }
  }

  void committed(int partition, long before, Checkpoint checkpoint) {
    Simulation.require(
        checkpoint.offset() >= before,
        () -> "The checkpoint of " + partition + " goes back from " + before + " to " + checkpoint);
    SimulatedLog.Partition log = world.log().partition(partition);
    if (checkpoint
        .leaderEpoch()
        .filter(epoch -> log.endOf(epoch) < checkpoint.offset())
        .isPresent()) {
      behindLostTail.add(partition);
    }
    if (!tainted.contains(partition)) {
      for (long offset = before; offset < checkpoint.offset(); offset++) {
        requireDone(log.at(offset));
      }
    }
  }

  /** Who reads it from now on must find all that there was before. */
  void requireDoneBelow(List<Long> position) {
    for (int i = 0; i < position.size(); i++) {
      long end = Math.min(position.get(i), world.log().partition(i).end());
      for (long offset = 0; offset < end && !tainted.contains(i); offset++) {
        requireDone(world.log().partition(i).at(offset));
      }
    }
  }

  private void requireDone(SimulatedLog.Entry entry) {
    Simulation.require(
        entry.work().stream().allMatch(this::isDone),
        () ->
            "Event "
                + entry.version().partition()
                + "@"
                + entry.version().offset()
                + " counts as done, and is neither applied nor in dead letters");
  }

  private boolean isDone(Work work) {
    return work instanceof Work.Skip
        || world.letters().of(revision, work.version()).isPresent()
        || (work instanceof Work.Apply write && isApplied(write));
  }

  private boolean isApplied(Work.Apply write) {
    NavigableMap<Version, SimulatedStore.Content> row = revision.store().row(write.id());
    return row.containsKey(write.version())
        ? row.get(write.version()).equals(write.projected().value())
        : !revision.keepsHistory()
            && !row.isEmpty()
            && row.lastKey().compareTo(write.version()) > 0;
  }

  /** Whether events that come next for the group are gone from the log. */
  boolean needsWhatIsLost() {
    if (!behindLostTail.isEmpty()) {
      return true;
    }
    for (int i = 0; i < world.log().count(); i++) {
      if (revision.group().offset(i) < world.log().partition(i).start()) {
        return true;
      }
    }
    return false;
  }

  /** The view is the fold of the log, and its letters are right. */
  void compare() {
    if (!revision.isRightlyHalted()) {
      Map<ResourceId, NavigableMap<Version, SimulatedStore.Content>> fold = new HashMap<>();
      for (int i = 0; i < world.log().count(); i++) {
        for (long offset = 0; offset < world.log().partition(i).end(); offset++) {
          add(world.log().partition(i).at(offset), fold);
        }
      }
      compareRows(fold);
      world.letters().all().forEach(this::compareLetter);
    }
  }

  private void add(
      SimulatedLog.Entry entry,
      Map<ResourceId, NavigableMap<Version, SimulatedStore.Content>> fold) {
    if (!tainted.contains(entry.version().partition())) {
      entry.work().ifPresent(work -> add(work, fold));
    }
  }

  private void add(Work work, Map<ResourceId, NavigableMap<Version, SimulatedStore.Content>> fold) {
    Optional<DeadLetter> letter = world.letters().of(revision, work.version());
    Simulation.require(
        letter.isPresent() || !(work instanceof Work.Reject), () -> "No dead letter for " + work);
    if (work instanceof Work.Apply write && letter.isEmpty()) {
      NavigableMap<Version, SimulatedStore.Content> row =
          fold.computeIfAbsent(write.id(), unseen -> new TreeMap<>());
      if (!revision.keepsHistory()) {
        row.clear();
      }
      row.put(write.version(), (SimulatedStore.Content) write.projected().value());
    }
  }

  private void compareRows(Map<ResourceId, NavigableMap<Version, SimulatedStore.Content>> fold) {
    Set<ResourceId> all = new HashSet<>(fold.keySet());
    all.addAll(revision.store().rows().keySet());
    for (ResourceId id : all) {
      if (!tainted.contains(world.log().partitionOf(id))) {
        Map<Version, SimulatedStore.Content> right = fold.getOrDefault(id, new TreeMap<>());
        Map<Version, SimulatedStore.Content> found = revision.store().row(id);
        Simulation.require(
            found.equals(right),
            () -> revision + " holds " + found + " of " + id + ", the log says " + right);
      }
    }
  }

  private void compareLetter(DeadLetter letter) {
    int partition = letter.version().partition();
    if (!isOurs(letter) || tainted.contains(partition)) {
      return;
    }
    Work work = world.log().partition(partition).at(letter.version().offset()).work().orElseThrow();
    Simulation.require(
        reasonFor(work).equals(Optional.of(letter.reason())), () -> "Wrong reason in " + letter);
    Simulation.require(subjectOf(work).equals(letter.subject()), () -> "Wrong subject " + letter);
    boolean newer =
        letter.subject().map(revision.store()::row).stream()
            .anyMatch(row -> !row.isEmpty() && row.lastKey().compareTo(letter.version()) > 0);
    Simulation.require(
        newer || !letter.superseded(), () -> letter.id() + " is marked as superseded, and is not");
  }

  private boolean isOurs(DeadLetter letter) {
    return letter.revision().equals(revision.id());
  }

  private static Optional<Reason> reasonFor(Work work) {
    if (work instanceof Work.Reject reject) {
      return Optional.of(reject.reason());
    }
    return work instanceof Work.Apply write
        ? ((SimulatedStore.Content) write.projected().value()).rejection()
        : Optional.empty();
  }

  private static Optional<ResourceId> subjectOf(Work work) {
    if (work instanceof Work.Reject reject) {
      return reject.subject();
    }
    return work instanceof Work.Apply write ? Optional.of(write.id()) : Optional.empty();
  }

  /** How checkpoint, what was read, and the log's end relate, in each partition. */
  long shape() {
    long shape = 1;
    for (int i = 0; i < delivered.length; i++) {
      long end = world.log().partition(i).end();
      long committed = revision.group().offset(i);
      shape = shape * 31 + Math.min(7, end - delivered[i]);
      shape = shape * 31 + Math.min(7, Math.max(-1, delivered[i] - committed));
    }
    return shape;
  }
}
