package io.distributary.gateway.http;

import io.distributary.gateway.config.Bytes;
import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.deadletter.InMemoryDeadLetters;
import io.distributary.gateway.match.FollowedLog;
import io.distributary.gateway.match.LivePatientIndex;
import io.distributary.gateway.matching.model.ModelText;
import io.distributary.gateway.projector.DeadLetterService;
import io.distributary.gateway.projector.WritableSinks;
import io.distributary.gateway.query.Budget;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.verify.Report;
import io.distributary.gateway.view.RevisionStatus;
import io.distributary.gateway.view.StandInView;
import io.distributary.gateway.view.View;
import io.distributary.gateway.view.ViewSet;
import io.distributary.gateway.view.ViewState;
import io.distributary.gateway.view.ViewStatus;
import io.distributary.gateway.write.WriteService;
import io.distributary.schemas.Position;
import io.distributary.schemas.Reason;
import io.distributary.schemas.Version;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Readers;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sinks.memory.MemoryConfig;
import io.distributary.sinks.memory.MemoryPlugin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/**
 * The routes over the memory sink, on a port of loopback: view {@code document} keeps the newest
 * version, view {@code wide-column} every one.
 */
final class MemoryHub implements AutoCloseable {
  static final String FHIR_JSON = "application/fhir+json";

  final Vertx vertx = Vertx.vertx();
  final Map<String, Readers> readers = new ConcurrentHashMap<>();
  final Map<String, Maintenance> maintenance = new ConcurrentHashMap<>();
  final InMemoryVerifications verifications = new InMemoryVerifications();
  final InMemoryDeadLetters letters = new InMemoryDeadLetters();
  final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final Budget budget;
  final Map<String, Instant> unanswered = new ConcurrentHashMap<>();
  final InMemoryLog log;
  final HttpApi api;
  private final Map<String, Sink<?>> sinks = new LinkedHashMap<>();
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  volatile Optional<String> notReady = Optional.empty();
  volatile Optional<String> halted = Optional.empty();
  private LivePatientIndex patientIndex;

  MemoryHub() {
    this(Duration.ofSeconds(20));
  }

  MemoryHub(Duration timeout) {
    this(timeout, 128L << 20);
  }

  MemoryHub(Duration timeout, long budgetBytes) {
    budget = new Budget(budgetBytes, meters);
    open("document", false);
    open("wide-column", true);
    log = new InMemoryLog(List.copyOf(sinks.values()));
    GatewayConfig.Http http =
        new GatewayConfig.Http(null, 0, new Bytes(16L << 20), null, timeout, null, null);
    api = new HttpApi(vertx, http, meters);
    server = await(api.mount(vertx.createHttpServer(api.serverOptions())).listen());
    api.open(parts(timeout));
  }

  private void open(String view, boolean history) {
    MemoryConfig config = new MemoryConfig(UUID.randomUUID().toString(), history);
    Sink<?> sink =
        new MemoryPlugin().open(config, new SinkContext(RevisionId.first(view), Clock.systemUTC()));
    sinks.put(view, sink);
    readers.put(view, sink.readers());
    maintenance.put(view, sink.maintenance());
  }

  HttpApi.Parts parts(Duration timeout) {
    Hub hub = new Hub();
    Views views =
        new Views(
            vertx, hub, new GatewayConfig.Query(null, null), timeout, meters, Clock.systemUTC());
    WriteService writeService = new WriteService(views, log);
    return new HttpApi.Parts(
        views,
        hub,
        budget,
        writeService,
        letters,
        deadLetterService(hub, timeout),
        Optional.of(patientIndex(views)),
        () -> notReady);
  }

  private LivePatientIndex patientIndex(Views views) {
    if (patientIndex == null) {
      patientIndex =
          new LivePatientIndex(
              vertx,
              views,
              new FollowedLog(log::range, () -> halted),
              ModelText.common(),
              10_000,
              new SimpleMeterRegistry(),
              new Random(1));
      patientIndex.start();
    }
    return patientIndex;
  }

  /** Returns when the index of patients has all that was appended. */
  void awaitPatientIndex() {
    Awaitility.await()
        .until(
            () ->
                patientIndex.status().ready()
                    && patientIndex.status().position().covers(log.range().end()));
  }

  private DeadLetterService deadLetterService(Hub hub, Duration patience) {
    return new DeadLetterService(vertx, letters, log, hub, Clock.systemUTC(), patience);
  }

  int port() {
    return server.actualPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  HttpResponse<String> delete(String path) {
    return send("DELETE", path, null);
  }

  HttpResponse<String> put(String path, String body, String... headers) {
    return send("PUT", path, body, headers);
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  /**
   * @param headers names and values; a body is sent as FHIR JSON when they name no content type
   */
  HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null && !List.of(headers).contains("Content-Type")) {
      request.header("Content-Type", FHIR_JSON);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /** Fails when something was answered that the contract does not name. */
  @Override
  public void close() {
    await(patientIndex.stop());
    await(vertx.close());
    Contract.read().assertNamesAllThatWasAnswered(meters);
  }

  private final class Hub implements ViewSet, WritableSinks {
    private final List<View> views = sinks.keySet().stream().<View>map(Kept::new).toList();

    @Override
    public List<View> all() {
      return views;
    }

    @Override
    public Future<List<ViewStatus>> statuses() {
      return Future.succeededFuture(sinks.keySet().stream().map(MemoryHub.this::status).toList());
    }

    @Override
    public Sink<?> writable(RevisionId revision) throws SinkException {
      Sink<?> sink = sinks.get(revision.view());
      if (sink == null || !readers.containsKey(revision.view())) {
        throw new Failure(Action.RETRY, new Reason("view-not-open", "The store is closed."))
            .exception();
      }
      return sink;
    }
  }

  /** What the projectors of a view would say of it, if there were any. */
  private ViewStatus status(String view) {
    int lag = log.lag();
    long applied = log.events().size() - (long) lag;
    ViewState state = lag == 0 ? ViewState.RUNNING : ViewState.CATCHING_UP;
    RevisionId first = RevisionId.first(view);
    return new ViewStatus(
        first,
        "memory",
        state,
        applied,
        OptionalLong.of(lag),
        letters.count(first),
        position(),
        InMemoryLog.NOW,
        "",
        Optional.ofNullable(unanswered.get(view)),
        List.of(
            new RevisionStatus(
                first,
                true,
                false,
                false,
                ViewState.RUNNING,
                applied,
                OptionalLong.of(lag),
                position(),
                "")));
  }

  private Optional<Position> position() {
    long applied = log.events().size() - (long) log.lag();
    return Optional.of(
        applied == 0 ? Position.start(0) : Position.after(Version.of(0, applied - 1, 0)));
  }

  private final class Kept extends StandInView {
    Kept(String name) {
      super(name);
    }

    @Override
    public Optional<Readers> readers() {
      return Optional.ofNullable(readers.get(name()));
    }

    @Override
    public Optional<Maintenance> maintenance() {
      return Optional.ofNullable(maintenance.get(name()));
    }

    @Override
    public Optional<Position> position() {
      return MemoryHub.this.position();
    }

    @Override
    public Optional<Instant> unansweredSince() {
      return Optional.ofNullable(unanswered.get(name()));
    }

    @Override
    public Future<ViewStatus> status() {
      return Future.succeededFuture(MemoryHub.this.status(name()));
    }

    @Override
    public Future<Report> verify(RevisionId revision, boolean repair) {
      return verifications.start(revision, repair);
    }

    @Override
    public Optional<Report> verification() {
      return verifications.find(name());
    }

    @Override
    public Optional<Report> cancelVerification() {
      return verifications.cancel(name());
    }
  }
}
