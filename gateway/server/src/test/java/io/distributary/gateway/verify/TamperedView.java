package io.distributary.gateway.verify;

import io.distributary.gateway.retry.Backoff;
import io.distributary.gateway.verify.Report.Findings;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Position;
import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.Action;
import io.distributary.sink.Correction;
import io.distributary.sink.Cursor;
import io.distributary.sink.Failure;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.ReadContext;
import io.distributary.sink.RejectedEventException;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import io.distributary.sink.WriteResult;
import io.distributary.sinks.memory.MemoryConfig;
import io.distributary.sinks.memory.MemoryPlugin;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A view in the memory sink with a projector that goes exactly as far as it is told, and with
 * somebody who puts things into it behind the projector's back.
 */
final class TamperedView<P> {
  private static final ReadContext CONTEXT = ReadContext.of("test", Instant.MAX, Clock.systemUTC());

  private static final Backoff NEARLY_AT_ONCE =
      new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));

  final LogInMemory log;
  final Set<Version> letters = new HashSet<>();
  final Cancellation cancellation = new Cancellation();
  Predicate<Event> kept = event -> true;
  Predicate<Event> refusedByProjection = event -> false;
  Runnable beforeScan = () -> {};
  Runnable beforeFind = () -> {};
  Runnable afterRepair = () -> {};
  int failures;
  Action failingWith = Action.RETRY;
  int repairs;
  long room = Verification.ROOM;
  private final Sink<P> sink;
  private Position committed = Position.start(0);

  private TamperedView(LogInMemory log, Sink<P> sink) {
    this.log = log;
    this.sink = sink;
  }

  static TamperedView<?> keepingTheNewest(LogInMemory log) {
    return of(log, false);
  }

  static TamperedView<?> keepingAll(LogInMemory log) {
    return of(log, true);
  }

  private static TamperedView<?> of(LogInMemory log, boolean history) {
    MemoryConfig config = new MemoryConfig(UUID.randomUUID().toString(), history);
    Sink<?> opened =
        new MemoryPlugin()
            .open(config, new SinkContext(RevisionId.first("view"), Clock.systemUTC()));
    return over(log, opened);
  }

  private static <P> TamperedView<P> over(LogInMemory log, Sink<P> sink) {
    return new TamperedView<>(log, sink);
  }

  /** Writes what is new in the log, but for dead letters, and says so. */
  void project() {
    write();
    commit();
  }

  /** The same without a checkpoint. */
  void write() {
    log.records.stream()
        .filter(record -> record.offset() >= committed.offset(record.partition()))
        .flatMap(record -> LogInMemory.event(record).stream())
        .filter(event -> !letters.contains(event.version()))
        .forEach(this::write);
  }

  void commit() {
    committed = log.end();
  }

  void write(Event event) {
    try {
      Optional<P> projected = new Choosing().project(event);
      if (projected.isPresent()) {
        sink.writer().write(List.of(new Projected<>(event, projected.get())));
      }
    } catch (RejectedEventException rejected) {
      letters.add(event.version());
    } catch (SinkException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts content and version in the place of what a view holds under a name. */
  void put(String name, String content, Version version) {
    try {
      byte[] json =
          "{\"resourceType\":\"%s\",\"id\":\"%s\",\"language\":\"%s\"}"
              .formatted(name.split("/")[0], name.split("/")[1], content)
              .getBytes(StandardCharsets.UTF_8);
      replace(name, List.of(forged(Change.UPDATED, name, version, Resource.parse(json))));
    } catch (InvalidResourceException e) {
      throw new IllegalArgumentException(e);
    }
  }

  void put(Event event) {
    replace(event.id().toString(), List.of(event));
  }

  void putTombstone(String name, Version version) {
    Resource gone = Resource.tombstone(ResourceId.parse(name));
    replace(name, List.of(forged(Change.DELETED, name, version, gone)));
  }

  void remove(String name) {
    replace(name, List.of());
  }

  private static Event forged(Change change, String name, Version version, Resource resource) {
    return new Event(change, ResourceId.parse(name), version, Instant.EPOCH, "urn:test", resource);
  }

  private void replace(String name, List<Event> events) {
    try {
      Optional<ViewEntry> found = Optional.ofNullable(find(List.of(name)).get(name));
      List<Projected<P>> right = events.stream().map(this::projected).toList();
      sink.repair().repair(List.of(new Correction<>(name, found, right)));
    } catch (SinkException e) {
      throw new IllegalStateException(e);
    }
  }

  private Projected<P> projected(Event event) {
    try {
      return new Projected<>(event, sink.projection().project(event).orElseThrow());
    } catch (RejectedEventException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<String, ViewEntry> find(Collection<String> names) throws SinkException {
    return sink.maintenance().find(names, CONTEXT);
  }

  /** How many versions the view holds of a resource. */
  int versions(String name) throws SinkException {
    int[] count = {0};
    sink.readers()
        .history()
        .orElseThrow()
        .history(ResourceId.parse(name), Cursor.START, CONTEXT, version -> ++count[0] > 0);
    return count[0];
  }

  Findings verify() throws SinkException {
    return run(false);
  }

  Findings repair() throws SinkException {
    return run(true);
  }

  private Findings run(boolean repair) throws SinkException {
    Findings[] last = {Findings.NONE};
    try (Scratch scratch = new Scratch()) {
      new Verification<>(
              parts(),
              scratch,
              new Patience(cancellation, NEARLY_AT_ONCE, new Random(1)),
              new VerifyProgress(),
              Duration.ZERO,
              room)
          .run(repair, begun -> {}, told -> last[0] = told);
    }
    return last[0];
  }

  VerificationTarget<P> parts() {
    return new VerificationTarget<>(
        watched(), new Visited(), log, () -> committed, this::rejected, Clock.systemUTC());
  }

  private Set<Version> rejected(Collection<Version> versions) {
    Set<Version> found = new HashSet<>(versions);
    found.retainAll(letters);
    return found;
  }

  private void failIfTold() throws SinkException {
    if (failures > 0) {
      failures--;
      throw new Failure(failingWith, new Reason("store-away", "The store is away.")).exception();
    }
  }

  /** Keeps and rejects what the test says. */
  private final class Choosing implements Projection<P> {
    @Override
    public int version() {
      return sink.projection().version();
    }

    @Override
    public boolean keepsHistory() {
      return sink.projection().keepsHistory();
    }

    @Override
    public Optional<P> project(Event event) throws RejectedEventException {
      if (refusedByProjection.test(event)) {
        throw new RejectedEventException(new Reason("too-odd", "It is too odd."));
      }
      return kept.test(event) ? sink.projection().project(event) : Optional.empty();
    }

    @Override
    public String hash(P projected) {
      return sink.projection().hash(projected);
    }
  }

  private Sink<P> watched() {
    return Sink.of(new Choosing(), sink.writer(), this::watchedRepair, sink.maintenance())
        .readers(sink.readers())
        .build();
  }

  private WriteResult watchedRepair(List<Correction<P>> corrections) throws SinkException {
    failIfTold();
    repairs++;
    WriteResult result = sink.repair().repair(corrections);
    afterRepair.run();
    return result;
  }

  private final class Visited implements Maintenance {
    @Override
    public long count(ReadContext context) throws SinkException {
      return sink.maintenance().count(context);
    }

    @Override
    public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
      beforeScan.run();
      failIfTold();
      sink.maintenance().scan(context, visitor);
    }

    @Override
    public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
        throws SinkException {
      beforeFind.run();
      failIfTold();
      return sink.maintenance().find(names, context);
    }

    @Override
    public void drop() throws SinkException {
      sink.maintenance().drop();
    }
  }
}
