package io.distributary.gateway.http;

import io.distributary.gateway.command.Door;
import io.distributary.gateway.config.Bytes;
import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.match.PopulationImage;
import io.distributary.gateway.matching.model.ModelText;
import io.distributary.gateway.plugin.OpenSinks;
import io.distributary.gateway.plugin.WritableSinks;
import io.distributary.gateway.projector.LetterRemedies;
import io.distributary.gateway.projector.Projectors;
import io.distributary.gateway.projector.Remedies;
import io.distributary.gateway.projector.RevisionStatus;
import io.distributary.gateway.projector.Revisions;
import io.distributary.gateway.projector.ViewState;
import io.distributary.gateway.projector.ViewStatus;
import io.distributary.gateway.query.Budget;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.stream.InMemoryLetters;
import io.distributary.gateway.stream.PlanException;
import io.distributary.gateway.stream.Plans;
import io.distributary.gateway.stream.ViewPlan;
import io.distributary.schemas.Position;
import io.distributary.schemas.Version;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
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
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
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
  final Map<String, ViewPlan> plans = new ConcurrentHashMap<>();
  final InMemoryVerifications verifications = new InMemoryVerifications();
  final InMemoryLetters letters = new InMemoryLetters();
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
  private PopulationImage image;

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
    Sink<?> sink = new MemoryPlugin().open(config, new SinkContext(view, 1, Clock.systemUTC()));
    sinks.put(view, sink);
    readers.put(view, sink.readers());
    maintenance.put(view, sink.maintenance());
  }

  HttpApi.Parts parts(Duration timeout) {
    Projectors projectors = new Statuses();
    Views views =
        new Views(
            vertx,
            new Opened(),
            projectors,
            new GatewayConfig.Query(null, null),
            timeout,
            meters,
            Clock.systemUTC());
    Door door = new Door(views, projectors, log);
    return new HttpApi.Parts(
        views,
        budget,
        door,
        projectors,
        new Planned(),
        verifications,
        letters,
        remedies(timeout),
        Optional.of(image(views)),
        () -> notReady);
  }

  private PopulationImage image(Views views) {
    if (image == null) {
      image =
          new PopulationImage(
              vertx,
              views,
              log::range,
              () -> halted,
              ModelText.common(),
              10_000,
              new SimpleMeterRegistry());
      image.start();
    }
    return image;
  }

  /** Returns when the image of the population has all that was appended. */
  void awaitImage() {
    Awaitility.await()
        .until(() -> image.status().ready() && image.status().position().covers(log.range().end()));
  }

  private Remedies remedies(Duration patience) {
    return new LetterRemedies(
        vertx, letters, log, new Writable(), new Known(), Clock.systemUTC(), patience);
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
    await(image.stop());
    await(vertx.close());
    Contract.read().assertNamesAllThatWasAnswered(meters);
  }

  private final class Opened implements OpenSinks {
    @Override
    public List<String> views() {
      return List.copyOf(sinks.keySet());
    }

    @Override
    public String type(String view) {
      return "memory";
    }

    @Override
    public Optional<Readers> readers(String view) {
      return Optional.ofNullable(readers.get(view));
    }

    @Override
    public Optional<Maintenance> maintenance(String view) {
      return Optional.ofNullable(maintenance.get(view));
    }
  }

  private final class Statuses implements Projectors {
    @Override
    public Future<List<ViewStatus>> statuses() {
      return Future.succeededFuture(sinks.keySet().stream().map(this::status).toList());
    }

    private ViewStatus status(String view) {
      int lag = log.lag();
      return new ViewStatus(
          view,
          "memory",
          lag == 0 ? ViewState.RUNNING : ViewState.CATCHING_UP,
          1,
          log.events().size() - lag,
          OptionalLong.of(lag),
          letters.count(view, 1),
          position(view),
          InMemoryLog.NOW,
          "",
          unansweredSince(view),
          List.of(
              new RevisionStatus(
                  1,
                  true,
                  false,
                  false,
                  ViewState.RUNNING,
                  log.events().size() - lag,
                  OptionalLong.of(lag),
                  position(view),
                  "")));
    }

    @Override
    public Optional<Position> position(String view) {
      long applied = log.events().size() - (long) log.lag();
      return Optional.of(
          applied == 0 ? Position.start(0) : Position.after(Version.of(0, applied - 1, 0)));
    }

    @Override
    public Optional<Instant> unansweredSince(String view) {
      return Optional.ofNullable(unanswered.get(view));
    }
  }

  /** The plans of the views, without projectors that would follow them. */
  private final class Planned implements Revisions {
    private Future<ViewPlan> change(String view, UnaryOperator<ViewPlan> how) {
      try {
        plans.put(view, how.apply(plans.getOrDefault(view, ViewPlan.first(view))));
        return Future.succeededFuture(plans.get(view));
      } catch (PlanException e) {
        return Future.failedFuture(e);
      }
    }

    @Override
    public Future<ViewPlan> pause(String view) {
      return change(view, ViewPlan::pause);
    }

    @Override
    public Future<ViewPlan> resume(String view) {
      return change(view, ViewPlan::resume);
    }

    @Override
    public Future<ViewPlan> rebuild(String view) {
      return change(view, plan -> plan.rebuild(false, OptionalInt.empty()));
    }

    @Override
    public Future<ViewPlan> switchTo(String view, OptionalInt revision) {
      return change(view, plan -> plan.switchTo(revision.orElse(plan.next() - 1)));
    }

    @Override
    public Future<ViewPlan> drop(String view, int revision) {
      return change(view, plan -> plan.drop(revision));
    }
  }

  /** The views' sinks, for writing beside the log. */
  private final class Writable implements WritableSinks {
    @Override
    public List<String> views() {
      return List.copyOf(sinks.keySet());
    }

    @Override
    public Optional<Sink<?>> opened(String view, int revision) {
      return Optional.<Sink<?>>ofNullable(sinks.get(view))
          .filter(sink -> readers.containsKey(view));
    }
  }

  private final class Known implements Plans {
    @Override
    public ViewPlan plan(String view) {
      return plans.getOrDefault(view, ViewPlan.first(view));
    }

    @Override
    public Future<ViewPlan> update(String view, UnaryOperator<ViewPlan> change) {
      return Future.succeededFuture(change.apply(plan(view)));
    }

    @Override
    public void onChange(Consumer<ViewPlan> listener) {}
  }
}
