package io.distributary.gateway.projector;

import io.distributary.gateway.plugin.WritableSinks;
import io.distributary.gateway.projector.Remedies.Failure;
import io.distributary.gateway.projector.Remedies.Redriven;
import io.distributary.gateway.stream.DeadLetter;
import io.distributary.gateway.stream.DeadLetters;
import io.distributary.gateway.stream.LogLookup;
import io.distributary.gateway.stream.Plans;
import io.distributary.gateway.stream.Polled;
import io.distributary.gateway.stream.ViewPlan.Revision;
import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * One pass over dead letters: reads their events again from the log and writes them to their views,
 * beside the projectors and under the same version guard. What is applied, or stale, loses its
 * letter; what is refused again keeps it, with the new reason. A view that is away is not tried
 * again in this pass.
 */
final class Redrive {
  /** Of events in memory at a time, as text. */
  private static final long BYTES = 1 << 20;

  private static final Reason GONE =
      new Reason("event-gone", "The log does not have the event any more.");
  private static final Reason UNKNOWN =
      new Reason("revision-unknown", "There is no such revision of such a view any more.");
  private static final Reason OTHER_PROJECTION =
      new Reason(
          "rebuild-required", "The revision was built by another version of the projection.");
  private static final Reason CLOSED =
      new Reason("view-not-open", "The view's store has not been reached yet.");

  private final DeadLetters letters;
  private final LogLookup lookup;
  private final WritableSinks sinks;
  private final Plans plans;
  private final WorkerExecutor worker;
  private final Clock clock;
  private final Map<Target, Reason> away = new HashMap<>();
  private final List<Failure> failed = new ArrayList<>();
  private long redriven;
  private long refused;

  Redrive(
      DeadLetters letters,
      LogLookup lookup,
      WritableSinks sinks,
      Plans plans,
      WorkerExecutor worker,
      Clock clock) {
    this.letters = letters;
    this.lookup = lookup;
    this.sinks = sinks;
    this.plans = plans;
    this.worker = worker;
    this.clock = clock;
  }

  /** Where letters come from, and their events go. */
  private record Target(String view, int revision) {
    static Target of(DeadLetter letter) {
      return new Target(letter.view(), letter.revision());
    }
  }

  /** What has become of all pieces so far. */
  Redriven result(Optional<String> next) {
    return new Redriven(redriven, refused, List.copyOf(failed), !away.isEmpty(), next);
  }

  /** Redrives a piece; one at a time. */
  Future<Void> redrive(List<DeadLetter> piece) {
    Map<Target, Map<Version, DeadLetter>> byTarget = new LinkedHashMap<>();
    piece.forEach(
        letter ->
            byTarget
                .computeIfAbsent(Target.of(letter), target -> new TreeMap<>())
                .put(letter.version(), letter));
    Future<Void> done = Future.succeededFuture();
    for (Map.Entry<Target, Map<Version, DeadLetter>> each : byTarget.entrySet()) {
      done = done.compose(before -> redrive(each.getKey(), each.getValue()));
    }
    return done;
  }

  private Future<Void> redrive(Target target, Map<Version, DeadLetter> left) {
    Optional<Revision> revision = revision(target);
    Reason why = revision.isEmpty() ? UNKNOWN : away.get(target);
    if (why != null) {
      return stay(left, why);
    }
    return worker
        .executeBlocking(() -> writer(target), false)
        .compose(writer -> redrive(target, left, revision.get(), writer));
  }

  private Optional<Revision> revision(Target target) {
    return sinks.views().contains(target.view())
        ? plans.plan(target.view()).revision(target.revision()).filter(one -> !one.dropping())
        : Optional.empty();
  }

  private Optional<ViewWriter<?>> writer(Target target) {
    return sinks.opened(target.view(), target.revision()).map(ViewWriter::of);
  }

  private Future<Void> redrive(
      Target target,
      Map<Version, DeadLetter> left,
      Revision revision,
      Optional<ViewWriter<?>> writer) {
    if (writer.isEmpty()) {
      return isAway(target, left, CLOSED);
    }
    OptionalInt built = revision.projection();
    return built.isPresent() && built.getAsInt() != writer.get().projectionVersion()
        ? stay(left, OTHER_PROJECTION)
        : redrive(target, left, writer.get());
  }

  private Future<Void> redrive(Target target, Map<Version, DeadLetter> left, ViewWriter<?> writer) {
    if (left.isEmpty()) {
      return Future.succeededFuture();
    }
    return lookup
        .find(left.keySet(), BYTES)
        .compose(
            found -> {
              stay(taken(left, found.missing()), GONE);
              return write(target, left, writer, found.records());
            })
        .compose(done -> redrive(target, left, writer));
  }

  private Future<Void> write(
      Target target,
      Map<Version, DeadLetter> left,
      ViewWriter<?> writer,
      List<StreamRecord> records) {
    return worker
        .executeBlocking(
            () -> batches(writer.prepare(new Polled(records, Map.of())), writer), false)
        .compose(
            batches -> {
              Future<Void> done = Future.succeededFuture();
              for (Batch batch : batches) {
                done = done.compose(before -> write(target, left, writer, batch));
              }
              return done;
            })
        .recover(
            failure ->
                failure instanceof SinkException sink
                    ? isAway(target, left, sink.reason())
                    : Future.failedFuture(failure));
  }

  private Future<Void> write(
      Target target, Map<Version, DeadLetter> left, ViewWriter<?> writer, Batch batch) {
    return worker
        .executeBlocking(() -> written(writer, batch), false)
        .compose(written -> settle(target, left, written));
  }

  /**
   * Events in the order of their places; those of one resource in batches of their own where the
   * view keeps no history, so that one that is refused hides no older one.
   */
  private static List<Batch> batches(Chunk chunk, ViewWriter<?> writer) {
    boolean history = writer.keepsHistory();
    List<Batch> batches = new ArrayList<>();
    List<Work> work = new ArrayList<>();
    Set<ResourceId> written = new HashSet<>();
    for (Work each : chunk.work()) {
      if (!history && each instanceof Work.Write write && !written.add(write.id())) {
        batches.add(batch(work));
        work = new ArrayList<>();
        written = new HashSet<>(Set.of(write.id()));
      }
      work.add(each);
    }
    batches.add(batch(work));
    return batches;
  }

  private static Batch batch(List<Work> work) {
    return new Batch(new Chunk(work, Map.of(), 0), true);
  }

  private static Batch written(ViewWriter<?> writer, Batch batch) throws SinkException {
    while (!batch.isWritten()) {
      try {
        Optional<Reason> again = batch.take(writer.write(batch.next()).outcomes());
        if (again.isPresent()) {
          throw new SinkException(Action.RETRY, again.get(), null);
        }
      } catch (SinkException e) {
        if (e.action() != Action.REJECT) {
          throw e;
        }
        batch.reject(e.reason());
      }
    }
    return batch;
  }

  private Future<Void> settle(Target target, Map<Version, DeadLetter> left, Batch batch) {
    for (Work.Refuse each : batch.refused()) {
      refused++;
      stay(taken(left, Set.of(each.version())), each.reason());
    }
    Map<Version, DeadLetter> done =
        taken(left, batch.chunk().work().stream().map(Work::version).toList());
    return new Letters(letters, clock, target.view(), target.revision())
        .write(batch)
        .compose(written -> letters.forget(done.values()))
        .onSuccess(forgotten -> redriven += done.size());
  }

  private static Map<Version, DeadLetter> taken(
      Map<Version, DeadLetter> left, Collection<Version> versions) {
    Map<Version, DeadLetter> taken = new TreeMap<>(left);
    taken.keySet().retainAll(versions);
    left.keySet().removeAll(taken.keySet());
    return taken;
  }

  private Future<Void> isAway(Target target, Map<Version, DeadLetter> left, Reason reason) {
    away.put(target, reason);
    return stay(taken(left, List.copyOf(left.keySet())), reason);
  }

  private Future<Void> stay(Map<Version, DeadLetter> staying, Reason reason) {
    staying.values().forEach(letter -> failed.add(new Failure(letter.id(), reason)));
    return Future.succeededFuture();
  }
}
