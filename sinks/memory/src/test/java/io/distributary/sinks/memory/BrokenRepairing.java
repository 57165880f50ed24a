package io.distributary.sinks.memory;

import io.distributary.schemas.Reason;
import io.distributary.schemas.Version;
import io.distributary.sink.Correction;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.WriteResult;
import io.distributary.sinks.memory.Altered.Alteration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Sinks that repair wrongly. */
final class BrokenRepairing {
  private BrokenRepairing() {}

  private interface Repairing {
    Outcome repair(Parts right, MemoryTable table, Correction<MemoryDocument> correction)
        throws SinkException;
  }

  /** One correction after the other. */
  private static Alteration repairing(Repairing repairing) {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public WriteResult repair(List<Correction<MemoryDocument>> corrections)
              throws SinkException {
            List<Outcome> outcomes = new ArrayList<>();
            for (Correction<MemoryDocument> correction : corrections) {
              outcomes.add(repairing.repair(right, table, correction));
            }
            return WriteResult.of(outcomes);
          }
        };
  }

  private static Outcome repaired(Parts right, Correction<MemoryDocument> correction)
      throws SinkException {
    return right.repair(List.of(correction)).outcomes().get(0);
  }

  /** Says that such a correction is made, and leaves all as it was found. */
  private static Alteration overlooks(Predicate<Correction<MemoryDocument>> overlooked) {
    return repairing(
        (right, table, correction) -> {
          Optional<Version> held = table.newest(correction.name()).map(MemoryDocument::version);
          boolean asFound = held.equals(correction.found().flatMap(ViewEntry::version));
          return asFound && overlooked.test(correction)
              ? Outcome.APPLIED
              : repaired(right, correction);
        });
  }

  private static boolean found(
      Correction<MemoryDocument> correction, Predicate<ViewEntry> condition) {
    return correction.found().filter(condition).isPresent();
  }

  private static Optional<MemoryDocument> newest(Correction<MemoryDocument> correction) {
    List<Projected<MemoryDocument>> right = correction.right();
    return right.isEmpty() ? Optional.empty() : Optional.of(right.get(right.size() - 1).value());
  }

  private static boolean isTooHigh(ViewEntry entry, MemoryDocument right) {
    return entry.version().filter(version -> version.compareTo(right.version()) > 0).isPresent();
  }

  static Alteration overlooksVersionsThatAreTooHigh() {
    return overlooks(
        correction ->
            newest(correction)
                .filter(right -> !right.deleted())
                .filter(
                    right ->
                        found(correction, entry -> !entry.deleted() && isTooHigh(entry, right)))
                .isPresent());
  }

  static Alteration overlooksDeletions() {
    return overlooks(correction -> found(correction, ViewEntry::deleted) && !isExtra(correction));
  }

  static Alteration overlooksWhatShouldBeDeleted() {
    return overlooks(
        correction ->
            found(correction, entry -> !entry.deleted())
                && newest(correction).filter(MemoryDocument::deleted).isPresent());
  }

  private static boolean isExtra(Correction<MemoryDocument> correction) {
    return correction.right().isEmpty();
  }

  static Alteration overlooksExtras() {
    return overlooks(
        correction -> isExtra(correction) && found(correction, BrokenRepairing::isReadable));
  }

  private static boolean isReadable(ViewEntry entry) {
    return !entry.hash().isEmpty();
  }

  static Alteration overlooksContentAtTheSameVersion() {
    return overlooks(
        correction ->
            newest(correction)
                .filter(
                    right ->
                        found(
                            correction,
                            entry ->
                                isReadable(entry)
                                    && entry.version().equals(Optional.of(right.version()))))
                .isPresent());
  }

  static Alteration overlooksWhatIsMissing() {
    return overlooks(correction -> correction.found().isEmpty());
  }

  static Alteration overlooksWhatItCannotRead() {
    return overlooks(
        correction -> found(correction, entry -> !isReadable(entry)) && !isExtra(correction));
  }

  static Alteration putsTheNewestVersionInOnly() {
    return repairing(
        (right, table, correction) -> {
          List<Projected<MemoryDocument>> all = correction.right();
          return repaired(
              right,
              new Correction<>(
                  correction.name(),
                  correction.found(),
                  all.isEmpty() ? all : all.subList(all.size() - 1, all.size())));
        });
  }

  /** As a store does whose deletions leave a mark that hides what is written below it. */
  static Alteration remembersWhatItRemoved() {
    return (right, table) ->
        new Altered(right, table) {
          private final Map<String, Version> removed = new HashMap<>();

          @Override
          public WriteResult repair(List<Correction<MemoryDocument>> corrections)
              throws SinkException {
            for (Correction<MemoryDocument> correction : corrections) {
              if (isExtra(correction)) {
                correction
                    .found()
                    .flatMap(ViewEntry::version)
                    .ifPresent(version -> removed.put(correction.name(), version));
              }
            }
            return right.repair(corrections);
          }

          @Override
          public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
            List<Outcome> outcomes = new ArrayList<>();
            for (Projected<MemoryDocument> item : batch) {
              boolean hidden = isHidden(item);
              outcomes.add(hidden ? Outcome.STALE : right.write(List.of(item)).outcomes().get(0));
            }
            return WriteResult.of(outcomes);
          }

          private boolean isHidden(Projected<MemoryDocument> item) {
            Version mark = removed.get(item.id().toString());
            return mark != null && mark.compareTo(item.version()) >= 0;
          }
        };
  }

  /** Does not look whether anybody has written since. */
  static Alteration repairsBlindly() {
    return repairing(
        (right, table, correction) -> {
          table.overwrite(
              correction.name(), correction.right().stream().map(Projected::value).toList());
          return Outcome.APPLIED;
        });
  }

  static Alteration refusesTheSameRepairTwice() {
    Reason twice = new Reason("repaired-before", "This was repaired before.");
    Set<String> seen = new HashSet<>();
    return repairing(
        (right, table, correction) ->
            seen.add(correction.name() + correction.found())
                ? repaired(right, correction)
                : Outcome.reject(twice));
  }

  /** Makes corrections by writing, which the guard hinders. */
  static Alteration repairsByWriting() {
    return repairing(
        (right, table, correction) ->
            isExtra(correction)
                ? repaired(right, correction)
                : right.write(correction.right()).outcomes().get(0));
  }

  static Alteration sortsItsOutcomes() {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public WriteResult repair(List<Correction<MemoryDocument>> corrections)
              throws SinkException {
            List<Outcome> outcomes = new ArrayList<>(right.repair(corrections).outcomes());
            outcomes.sort((a, b) -> Boolean.compare(a == Outcome.STALE, b == Outcome.STALE));
            return WriteResult.of(outcomes);
          }
        };
  }
}
