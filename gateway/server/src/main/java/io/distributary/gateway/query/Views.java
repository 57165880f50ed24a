package io.distributary.gateway.query;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.plugin.OpenSinks;
import io.distributary.gateway.projector.Projectors;
import io.distributary.gateway.query.ReadException.Kind;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Maintenance;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one choke point of every read of a view: finds the view that can answer, bounds time, rows
 * and callers, and says how fresh the answer is. Futures fail with {@link ReadException}.
 */
public final class Views {
  private static final String CALLER = "http";

  private final Vertx vertx;
  private final OpenSinks sinks;
  private final Projectors projectors;
  private final GatewayConfig.Query caps;
  private final Duration timeout;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

  /**
   * @param timeout after which a read is given up
   * @param clock for deadlines
   */
  public Views(
      Vertx vertx,
      OpenSinks sinks,
      Projectors projectors,
      GatewayConfig.Query caps,
      Duration timeout,
      MeterRegistry meters,
      Clock clock) {
    this.vertx = vertx;
    this.sinks = sinks;
    this.projectors = projectors;
    this.caps = caps;
    this.timeout = timeout;
    this.meters = meters;
    this.clock = clock;
  }

  /** The views' names in the order of the configuration, open or not. */
  public List<String> names() {
    return sinks.views();
  }

  /** The current resource or its tombstone; empty when the view never saw it. */
  public Future<Answer<Optional<StoredResource>>> read(ResourceId id) {
    return ask("read", Readers::resource, timeout, (reader, c, f) -> reader.read(id, c));
  }

  /**
   * Heads of many resources in one look-up, tombstones included.
   *
   * @param patience how long the caller waits, at most the usual time-out
   */
  public Future<Answer<Map<ResourceId, ResourceHead>>> heads(
      Collection<ResourceId> ids, Duration patience) {
    Duration shorter = patience.compareTo(timeout) < 0 ? patience : timeout;
    return ask("heads", Readers::resource, shorter, (reader, c, f) -> reader.heads(ids, c));
  }

  /**
   * Every version, deletions included, the newest first.
   *
   * @param visitor made when it is known who answers; called on a worker thread, which it may block
   * @return true when nothing went wrong, even if the visitor wanted no more
   */
  public Future<Answer<Boolean>> history(
      ResourceId id, Function<Freshness, Visitor<StoredResource>> visitor) {
    return ask(
        "history",
        Readers::history,
        timeout,
        (reader, context, freshness) -> {
          reader.history(id, context, visitor.apply(freshness));
          return true;
        });
  }

  /** One version, a deletion as a tombstone. */
  public Future<Answer<Optional<StoredResource>>> version(ResourceId id, Version version) {
    return ask(
        "version", Readers::history, timeout, (reader, c, f) -> reader.version(id, version, c));
  }

  /**
   * Every live resource of a key.
   *
   * @param visitor made when it is known who answers; called on a worker thread, which it may block
   * @return true when nothing went wrong, even if the visitor wanted no more
   */
  public Future<Answer<Boolean>> chart(
      ResourceId key, Function<Freshness, Visitor<StoredResource>> visitor) {
    return ask(
        "chart",
        Readers::chart,
        timeout,
        (reader, context, freshness) -> {
          reader.chart(key, context, visitor.apply(freshness));
          return true;
        });
  }

  /**
   * Every live resource of a type.
   *
   * @param patience how long the caller waits
   * @param visitor made when it is known who answers; called on a worker thread, which it may block
   * @return true when nothing went wrong, even if the visitor wanted no more
   */
  public Future<Answer<Boolean>> all(
      String type, Duration patience, Function<Freshness, Visitor<StoredResource>> visitor) {
    return ask(
        "all",
        Readers::type,
        patience,
        (reader, context, freshness) -> {
          reader.type(type, context, visitor.apply(freshness));
          return true;
        });
  }

  /** The answer of one view to a query in its store's own language. */
  public Future<Answer<QueryResult>> query(String view, Map<String, @Nullable Object> query) {
    try {
      NativeQuery language = language(view);
      return on(view, "query", timeout, (context, freshness) -> language.query(query, context));
    } catch (ReadException e) {
      return Future.failedFuture(e);
    }
  }

  /** A native query that makes sense on any data, as JSON; empty while there is none to show. */
  public Optional<String> example(String view) {
    return sinks.readers(view).flatMap(Readers::nativeQuery).map(NativeQuery::example);
  }

  /** How many live resources the view's store holds now. */
  public Future<Answer<Long>> count(String view) {
    try {
      Maintenance maintenance = open(view, sinks.maintenance(known(view)));
      return on(view, "count", timeout, (context, freshness) -> maintenance.count(context));
    } catch (ReadException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * @throws ReadException with the known names when there is no such view
   */
  public String known(String view) throws ReadException {
    if (!sinks.views().contains(view)) {
      throw new ReadException(
          Kind.UNKNOWN_VIEW,
          "Unknown view '" + shown(view) + "'. Known: " + String.join(", ", sinks.views()) + ".");
    }
    return view;
  }

  /** As much of a caller's word as is repeated to her. */
  private static String shown(String word) {
    String plain = word.replaceAll("[^A-Za-z0-9._ -]", "?");
    return plain.length() > 40 ? plain.substring(0, 40) + "…" : plain;
  }

  private NativeQuery language(String view) throws ReadException {
    return open(view, sinks.readers(known(view)))
        .nativeQuery()
        .orElseThrow(
            () ->
                new ReadException(
                    Kind.UNABLE, "View '" + view + "' has no query language of its own."));
  }

  private static <T> T open(String view, Optional<T> part) throws ReadException {
    return part.orElseThrow(() -> Lane.away(view));
  }

  /** A call of one part of a view's readers. */
  private interface Read<R, T> {
    T read(R reader, ReadContext context, Freshness freshness) throws SinkException;
  }

  private interface Bounded<T> {
    T call(ReadContext context, Freshness freshness) throws SinkException;
  }

  private <R, T> Future<Answer<T>> ask(
      String kind, Function<Readers, Optional<R>> part, Duration time, Read<R, T> read) {
    for (String view : sinks.views()) {
      Optional<R> reader = sinks.readers(view).flatMap(part);
      if (reader.isPresent()) {
        return on(view, kind, time, (context, fresh) -> read.read(reader.get(), context, fresh));
      }
    }
    return Future.failedFuture(nobody());
  }

  private ReadException nobody() {
    List<String> closed =
        sinks.views().stream().filter(view -> sinks.readers(view).isEmpty()).toList();
    return closed.isEmpty()
        ? new ReadException(Kind.UNABLE, "No view of this gateway can answer that.")
        : Lane.away(String.join("' or '", closed));
  }

  private <T> Future<Answer<T>> on(String view, String kind, Duration time, Bounded<T> call) {
    Freshness before = new Freshness(view, projectors.position(view));
    Instant deadline = clock.instant().plus(time);
    ReadContext context =
        new ReadContext(CALLER, deadline, caps.maxRows(), caps.maxBytes().count());
    return lane(view, kind)
        .run(deadline, () -> call.call(context, before))
        .map(value -> new Answer<>(before, value));
  }

  private Lane lane(String view, String kind) {
    return lanes.computeIfAbsent(
        view + "-" + kind,
        name ->
            new Lane(
                view,
                vertx.createSharedWorkerExecutor("query-" + name, Lane.THREADS),
                timer(view, kind),
                clock));
  }

  private Timer timer(String view, String kind) {
    return Timer.builder("distributary.query")
        .description("Reads of a view, from the call of its store to the answer")
        .tag("view", view)
        .tag("kind", kind)
        .register(meters);
  }
}
