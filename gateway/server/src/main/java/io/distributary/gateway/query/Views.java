package io.distributary.gateway.query;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.query.ReadException.ReadFailure;
import io.distributary.gateway.view.View;
import io.distributary.gateway.view.ViewSet;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Cursor;
import io.distributary.sink.Maintenance;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.Reservation;
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
import java.util.ArrayList;
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
  /** How long the first of several views that can answer has for it. */
  private static final Duration PATIENCE_BEFORE_ANOTHER = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final ViewSet views;
  private final GatewayConfig.Query caps;
  private final Duration timeout;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Map<String, Bulkhead> bulkheads = new ConcurrentHashMap<>();

  /**
   * @param timeout after which a read is given up
   * @param clock for deadlines
   */
  public Views(
      Vertx vertx,
      ViewSet views,
      GatewayConfig.Query caps,
      Duration timeout,
      MeterRegistry meters,
      Clock clock) {
    this.vertx = vertx;
    this.views = views;
    this.caps = caps;
    this.timeout = timeout;
    this.meters = meters;
    this.clock = clock;
  }

  /** The current resource or its tombstone; empty when the view never saw it. */
  public Future<Answer<Optional<StoredResource>>> read(ResourceId id, Caller caller) {
    return first(
        new Question<>(
            caller, caller.share().isSmall() ? "read" : "batch", Readers::resource, timeout),
        (reader, context, f) -> held(reader.read(id, context), caller));
  }

  /** Many resources in one look-up, tombstones included; those that the view has seen. */
  public Future<Answer<Map<ResourceId, StoredResource>>> readAll(
      Collection<ResourceId> ids, Caller caller) {
    return first(
        new Question<>(caller, "many", Readers::resource, timeout),
        (reader, context, f) -> {
          Collected collected = new Collected(caller);
          reader.readAll(ids, context, collected);
          return collected.all();
        });
  }

  /**
   * Heads of many resources in one look-up, tombstones included.
   *
   * @param caller the name of the caller for whom they are looked up
   * @param patience how long the caller waits, at most the usual time-out
   */
  public Future<Answer<Map<ResourceId, ResourceHead>>> heads(
      Collection<ResourceId> ids, String caller, Duration patience) {
    Duration shorter = patience.compareTo(timeout) < 0 ? patience : timeout;
    return first(
        new Question<>(Caller.lookingUp(caller), "heads", Readers::resource, shorter),
        (reader, context, f) -> reader.heads(ids, context));
  }

  /**
   * Every version, deletions included, the newest first.
   *
   * @param visitor made when it is known who answers; called on a worker thread, which it may block
   * @return true when nothing went wrong, even if the visitor wanted no more
   */
  public Future<Answer<Boolean>> history(
      ResourceId id, Caller caller, Function<Freshness, Visitor<StoredResource>> visitor) {
    return only(
        new Question<>(caller, "history", Readers::history, timeout),
        (reader, context, freshness) -> {
          Metered metered = new Metered(visitor.apply(freshness), caller);
          reader.history(id, Cursor.START, context, metered);
          metered.check();
          return true;
        });
  }

  /** One version, a deletion as a tombstone. */
  public Future<Answer<Optional<StoredResource>>> version(
      ResourceId id, Version version, Caller caller) {
    return first(
        new Question<>(caller, "version", Readers::history, timeout),
        (reader, context, f) -> held(reader.version(id, version, context), caller));
  }

  /**
   * Every live resource of a key.
   *
   * @param visitor made when it is known who answers; called on a worker thread, which it may block
   * @return true when nothing went wrong, even if the visitor wanted no more
   */
  public Future<Answer<Boolean>> chart(
      ResourceId key, Caller caller, Function<Freshness, Visitor<StoredResource>> visitor) {
    return only(
        new Question<>(caller, "chart", Readers::chart, timeout),
        (reader, context, freshness) -> {
          Metered metered = new Metered(visitor.apply(freshness), caller);
          reader.chart(key, Cursor.START, context, metered);
          metered.check();
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
    return only(
        new Question<>(Caller.GATEWAY, "all", Readers::type, patience),
        (reader, context, freshness) -> {
          reader.type(type, context, visitor.apply(freshness));
          return true;
        });
  }

  /** The answer of one view to a query in its store's own language. */
  public Future<Answer<QueryResult>> query(
      String view, Map<String, @Nullable Object> query, Caller caller) {
    try {
      View asked = known(view);
      NativeQuery language = language(asked);
      return on(
          asked,
          "query",
          caller,
          timeout,
          (context, freshness) -> whole(language.query(query, context), context));
    } catch (ReadException e) {
      return Future.failedFuture(e);
    }
  }

  /** How many live resources the view's store holds now. */
  public Future<Answer<Long>> count(String view) {
    try {
      View asked = known(view);
      Maintenance maintenance = open(asked, asked.maintenance());
      return on(
          asked,
          "count",
          Caller.GATEWAY,
          timeout,
          (context, freshness) -> maintenance.count(context));
    } catch (ReadException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * @throws ReadException with the known names when there is no such view
   */
  public View known(String name) throws ReadException {
    return views
        .find(name)
        .orElseThrow(
            () ->
                new ReadException(
                    ReadFailure.UNKNOWN_VIEW,
                    "Unknown view '"
                        + shown(name)
                        + "'. Known: "
                        + String.join(", ", views.all().stream().map(View::name).toList())
                        + "."));
  }

  /** As much of a caller's word as is repeated to her. */
  private static String shown(String word) {
    String plain = word.replaceAll("[^A-Za-z0-9._ -]", "?");
    return plain.length() > 40 ? plain.substring(0, 40) + "…" : plain;
  }

  private static NativeQuery language(View view) throws ReadException {
    return open(view, view.readers())
        .nativeQuery()
        .orElseThrow(
            () ->
                new ReadException(
                    ReadFailure.UNABLE,
                    "View '" + view.name() + "' has no query language of its own."));
  }

  private static <T> T open(View view, Optional<T> part) throws ReadException {
    return part.orElseThrow(() -> Bulkhead.unreachable(view.name()));
  }

  /** An answer without a single row because of a cap is none. */
  private static QueryResult whole(QueryResult result, ReadContext context)
      throws SinkException, ReadException {
    if (result.count() > 0 || result.cap().isEmpty()) {
      return result;
    }
    return switch (result.cap().get()) {
      case BUDGET -> throw Bulkhead.noMemory();
      case MAX_BYTES ->
          throw new ReadException(
              ReadFailure.INVALID,
              "One row of the answer is larger than query.maxBytes, "
                  + context.maxBytes()
                  + " bytes. Ask for less of it.");
      case MAX_ROWS, STORE -> result;
    };
  }

  /** Takes, or gives back, what the resource needs more or less than every answer. */
  private static Optional<StoredResource> held(Optional<StoredResource> found, Caller caller)
      throws ReadException {
    long bytes = Metered.COPIES * found.map(stored -> (long) stored.json().length).orElse(0L);
    long more = bytes - Reservation.FIRST;
    if (more > 0 && !caller.share().begin(more)) {
      throw Bulkhead.noMemory();
    }
    caller.share().shrink(Math.max(0, -more));
    return found;
  }

  /** What is asked of whoever can answer it. */
  private record Question<R>(
      Caller caller, String kind, Function<Readers, Optional<R>> part, Duration time) {}

  /** A call of one part of a view's readers. */
  private interface Read<R, T> {
    T read(R reader, ReadContext context, Freshness freshness) throws SinkException, ReadException;
  }

  private interface Bounded<T> {
    T call(ReadContext context, Freshness freshness) throws SinkException, ReadException;
  }

  /** Asks one view after the other until one answers: a first one that hangs has two seconds. */
  private <R, T> Future<Answer<T>> first(Question<R> question, Read<R, T> read) {
    List<View> able = able(question);
    return able.isEmpty()
        ? Future.failedFuture(nobody())
        : next(able, question, read, clock.instant().plus(question.time()));
  }

  private <R, T> Future<Answer<T>> next(
      List<View> able, Question<R> question, Read<R, T> read, Instant deadline) {
    Duration left = Duration.between(clock.instant(), deadline);
    boolean last = able.size() == 1;
    boolean patient = last || left.compareTo(PATIENCE_BEFORE_ANOTHER) < 0;
    Future<Answer<T>> answer =
        on(able.get(0), question, patient ? left : PATIENCE_BEFORE_ANOTHER, read);
    return last
        ? answer
        : answer.recover(
            e ->
                isTheViews(e)
                    ? next(able.subList(1, able.size()), question, read, deadline)
                    : Future.failedFuture(e));
  }

  /** Whether another view may do better. */
  private static boolean isTheViews(Throwable failure) {
    return failure instanceof ReadException e
        && switch (e.kind()) {
          case UNREACHABLE, TIMED_OUT, FAILED -> true;
          case UNKNOWN_VIEW, UNABLE, BUSY, INVALID -> false;
        };
  }

  /** Asks one view, all the time long: an answer of many parts cannot begin again. */
  private <R, T> Future<Answer<T>> only(Question<R> question, Read<R, T> read) {
    List<View> able = able(question);
    return able.isEmpty()
        ? Future.failedFuture(nobody())
        : on(able.get(0), question, question.time(), read);
  }

  /** In the order of the configuration, those last whose stores are known to answer nobody. */
  private List<View> able(Question<?> question) {
    List<View> able = new ArrayList<>();
    List<View> silent = new ArrayList<>();
    for (View view : views.all()) {
      if (view.readers().flatMap(question.part()).isPresent()) {
        (view.unansweredSince().isPresent() ? silent : able).add(view);
      }
    }
    able.addAll(silent);
    return able;
  }

  private ReadException nobody() {
    List<String> closed =
        views.all().stream().filter(view -> view.readers().isEmpty()).map(View::name).toList();
    return closed.isEmpty()
        ? new ReadException(ReadFailure.UNABLE, "No view of this gateway can answer that.")
        : Bulkhead.unreachable(String.join("' or '", closed));
  }

  private <R, T> Future<Answer<T>> on(
      View view, Question<R> question, Duration time, Read<R, T> read) {
    Optional<R> reader = view.readers().flatMap(question.part());
    return reader.isEmpty()
        ? Future.failedFuture(Bulkhead.unreachable(view.name()))
        : on(
            view,
            question.kind(),
            question.caller(),
            time,
            (context, freshness) -> read.read(reader.get(), context, freshness));
  }

  private <T> Future<Answer<T>> on(
      View view, String kind, Caller caller, Duration time, Bounded<T> call) {
    Freshness before = new Freshness(view.name(), view.position());
    Instant deadline = clock.instant().plus(time);
    ReadContext context =
        ReadContext.of(caller.name(), deadline, clock)
            .capped(caps.maxRows(), caps.maxBytes().count())
            .within(caller.share())
            .unless(caller.share()::hasEnded);
    return bulkhead(view.name(), kind)
        .run(caller, deadline, () -> call.call(context, before))
        .map(value -> new Answer<>(before, value));
  }

  private Bulkhead bulkhead(String view, String kind) {
    return bulkheads.computeIfAbsent(
        view + "-" + kind,
        name ->
            new Bulkhead(
                view,
                vertx,
                vertx.createSharedWorkerExecutor("query-" + name, Bulkhead.THREADS),
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
