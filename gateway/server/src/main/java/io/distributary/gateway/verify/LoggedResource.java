package io.distributary.gateway.verify;

import io.distributary.schemas.Position;
import io.distributary.schemas.Version;
import io.distributary.sink.ViewEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the log says of one resource.
 *
 * @param head the newest event below the barrier that was not rejected
 * @param others events that may be in the view or not: rejected ones, which may be written again at
 *     any time, and those behind the barrier
 */
record LoggedResource(Optional<LoggedEvent> head, List<LoggedEvent> others) {
  /**
   * @param entry what the view held, looked up after {@code committed} was asked
   * @param committed everything below is applied or rejected
   * @param rejected those of all these events that lie in the dead letters
   */
  Verdict judge(Optional<ViewEntry> entry, Position committed, Set<Version> rejected) {
    Optional<LoggedEvent> due = due(committed, rejected);
    if (entry.isEmpty()) {
      return due.isEmpty() ? Verdict.RIGHT : Verdict.MISSING;
    }
    return isRight(entry.get(), due) ? Verdict.RIGHT : wrong(entry.get(), due, committed, rejected);
  }

  /** What the view must hold at least. */
  private Optional<LoggedEvent> due(Position committed, Set<Version> rejected) {
    return Stream.concat(
            head.stream(), others.stream().filter(each -> isBelow(committed, each.version())))
        .filter(each -> !rejected.contains(each.version()))
        .max(Comparator.comparing(LoggedEvent::version));
  }

  private boolean isRight(ViewEntry entry, Optional<LoggedEvent> due) {
    return due.filter(held -> held.is(entry)).isPresent()
        || others.stream()
            .filter(each -> due.isEmpty() || each.isNewerThan(due.get()))
            .anyMatch(each -> each.is(entry));
  }

  private Verdict wrong(
      ViewEntry entry, Optional<LoggedEvent> due, Position committed, Set<Version> rejected) {
    if (isBeingWritten(entry, committed)) {
      return Verdict.UNSETTLED;
    }
    if (due.isEmpty()) {
      return isOlderThanRefusedHead(entry, rejected) ? Verdict.RIGHT : Verdict.EXTRA;
    }
    boolean older =
        entry.version().filter(found -> found.compareTo(due.get().version()) < 0).isPresent();
    return older ? Verdict.STALE : Verdict.DIFFERENT;
  }

  private boolean isBeingWritten(ViewEntry entry, Position committed) {
    return others.stream()
        .map(LoggedEvent::version)
        .anyMatch(
            version ->
                entry.version().equals(Optional.of(version)) && !isBelow(committed, version));
  }

  /**
   * When another gateway's dead letter was heard of only after the log was folded, nobody knows
   * which event came before the head.
   */
  private boolean isOlderThanRefusedHead(ViewEntry entry, Set<Version> rejected) {
    return head.filter(each -> rejected.contains(each.version()))
        .filter(each -> entry.version().filter(v -> v.compareTo(each.version()) < 0).isPresent())
        .isPresent();
  }

  /** Whether some event is still to be applied. */
  boolean isPending(Position committed) {
    return others.stream().anyMatch(each -> !isBelow(committed, each.version()));
  }

  /** All events that it knows of. */
  Stream<Version> versions() {
    return Stream.concat(head.stream(), others.stream()).map(LoggedEvent::version);
  }

  private static boolean isBelow(Position position, Version version) {
    return version.epoch() == position.epoch()
        && version.offset() < position.offset(version.partition());
  }
}
