package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.gateway.log.LogLookup;
import io.distributary.gateway.log.Polled;
import io.distributary.gateway.plan.PlanException;
import io.distributary.gateway.projector.DeadLetterService.FailedLetter;
import io.distributary.gateway.projector.DeadLetterService.RedriveResult;
import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.RevisionId;
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
import java.util.Set;
import java.util.TreeMap;

/**
 * One pass over dead letters: reads their events again from the log and writes them to their views,
 * beside the projectors and under the same version guard. What is applied, or stale, loses its
 * letter; what is rejected again keeps it, with the new reason. A view that is unreachable is not
 * tried again in this pass.
 */
final class Redrive {
  /** Of events in memory at a time, as text. */
  private static final long BYTES = 1 << 20;

  private static final Reason GONE =
      new Reason("event-gone", "The log does not have the event any more.");

  private final DeadLetters letters;
  private final LogLookup lookup;
  private final WritableSinks sinks;
  private final WorkerExecutor worker;
  private final Clock clock;
  private final Map<RevisionId, Reason> unreachable = new HashMap<>();
  private final List<FailedLetter> failed = new ArrayList<>();
  private long redriven;
  private long rejected;

  Redrive(
      DeadLetters letters,
      LogLookup lookup,
      WritableSinks sinks,
      WorkerExecutor worker,
      Clock clock) {
    this.letters = letters;
    this.lookup = lookup;
    this.sinks = sinks;
    this.worker = worker;
    this.clock = clock;
  }

  /** What has become of all pieces so far. */
  RedriveResult result(Optional<String> next) {
    return new RedriveResult(redriven, rejected, List.copyOf(failed), !unreachable.isEmpty(), next);
  }

  /** Redrives a piece; one at a time. */
  Future<Void> redrive(List<DeadLetter> piece) {
    Map<RevisionId, Map<Version, DeadLetter>> byRevision = new LinkedHashMap<>();
    piece.forEach(
        letter ->
            byRevision
                .computeIfAbsent(letter.revision(), revision -> new TreeMap<>())
                .put(letter.version(), letter));
    Future<Void> done = Future.succeededFuture();
    for (Map.Entry<RevisionId, Map<Version, DeadLetter>> each : byRevision.entrySet()) {
      done = done.compose(before -> redrive(each.getKey(), each.getValue()));
    }
    return done;
  }

  private Future<Void> redrive(RevisionId id, Map<Version, DeadLetter> left) {
    Reason why = unreachable.get(id);
    if (why != null) {
      return stay(left, why);
    }
    return worker
        .executeBlocking(() -> ViewWriter.of(sinks.writable(id), EventCodec::decode), false)
        .compose(writer -> redrive(id, left, writer))
        .recover(failure -> stopped(id, left, failure));
  }

  /** What is left stays; a view that is unreachable now is not tried again. */
  private Future<Void> stopped(RevisionId id, Map<Version, DeadLetter> left, Throwable failure) {
    if (failure instanceof PlanException plan) {
      return stay(left, plan.reason());
    }
    if (failure instanceof SinkException sink) {
      unreachable.put(id, sink.reason());
      return stay(left, sink.reason());
    }
    return Future.failedFuture(failure);
  }

  private Future<Void> redrive(RevisionId id, Map<Version, DeadLetter> left, ViewWriter<?> writer) {
    if (left.isEmpty()) {
      return Future.succeededFuture();
    }
    return lookup
        .find(left.keySet(), BYTES)
        .compose(
            found -> {
              stay(taken(left, found.missing()), GONE);
              return write(id, left, writer, found.records());
            })
        .compose(done -> redrive(id, left, writer));
  }

  private Future<Void> write(
      RevisionId id,
      Map<Version, DeadLetter> left,
      ViewWriter<?> writer,
      List<StreamRecord> records) {
    return worker
        .executeBlocking(
            () -> batches(writer.prepare(new Polled(records, Map.of())), writer), false)
        .compose(
            batches -> {
              Future<Void> done = Future.succeededFuture();
              for (WriteBatch batch : batches) {
                done = done.compose(before -> write(id, left, writer, batch));
              }
              return done;
            });
  }

  private Future<Void> write(
      RevisionId id, Map<Version, DeadLetter> left, ViewWriter<?> writer, WriteBatch batch) {
    return worker
        .executeBlocking(() -> written(writer, batch), false)
        .compose(written -> settle(id, left, written));
  }

  /**
   * Events in the order of their places; those of one resource in batches of their own where the
   * view keeps no history, so that one that is rejected hides no older one.
   */
  private static List<WriteBatch> batches(Chunk chunk, ViewWriter<?> writer) {
    boolean history = writer.keepsHistory();
    List<WriteBatch> batches = new ArrayList<>();
    List<Work> work = new ArrayList<>();
    Set<ResourceId> written = new HashSet<>();
    for (Work each : chunk.work()) {
      if (!history && each instanceof Work.Apply write && !written.add(write.id())) {
        batches.add(batch(work));
        work = new ArrayList<>();
        written = new HashSet<>(Set.of(write.id()));
      }
      work.add(each);
    }
    batches.add(batch(work));
    return batches;
  }

  private static WriteBatch batch(List<Work> work) {
    return new WriteBatch(new Chunk(work, Map.of(), 0), true);
  }

  private static WriteBatch written(ViewWriter<?> writer, WriteBatch batch) throws SinkException {
    while (!batch.isWritten()) {
      try {
        Optional<Reason> again = batch.take(writer.write(batch.next()).outcomes());
        if (again.isPresent()) {
          throw new Failure(Action.RETRY, again.get()).exception();
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

  private Future<Void> settle(RevisionId id, Map<Version, DeadLetter> left, WriteBatch batch) {
    for (Work.Reject each : batch.rejected()) {
      rejected++;
      stay(taken(left, Set.of(each.version())), each.reason());
    }
    Map<Version, DeadLetter> done =
        taken(left, batch.chunk().work().stream().map(Work::version).toList());
    return new DeadLetterWriter(letters, clock, id)
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

  private Future<Void> stay(Map<Version, DeadLetter> staying, Reason reason) {
    staying.values().forEach(letter -> failed.add(new FailedLetter(letter.id(), reason)));
    return Future.succeededFuture();
  }
}
