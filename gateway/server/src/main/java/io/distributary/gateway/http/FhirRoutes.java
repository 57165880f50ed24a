package io.distributary.gateway.http;

import io.distributary.gateway.fhir.CapabilityStatement;
import io.distributary.gateway.fhir.NoParameters;
import io.distributary.gateway.fhir.Rendering;
import io.distributary.gateway.fhir.Versions;
import io.distributary.gateway.query.Answer;
import io.distributary.gateway.query.Budget.BudgetKind;
import io.distributary.gateway.query.Views;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.StoredResource;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Reading resources. */
final class FhirRoutes {
  private final Views views;
  private final Callers callers;
  private final FhirBundles bundles;
  private final RequestLimits limits;

  FhirRoutes(Views views, Callers callers, FhirBundles bundles, RequestLimits limits) {
    this.views = views;
    this.callers = callers;
    this.bundles = bundles;
    this.limits = limits;
  }

  void mount(Endpoints endpoints) {
    endpoints
        .get("/fhir/metadata", read(this::metadata))
        .get("/fhir/:type/:id/$everything", read(bundles::everything))
        .post("/fhir/:type/:id/$everything", read(this::everything))
        .get("/fhir/_history", ctx -> historyOfAll())
        .get("/fhir/:type/_history", FhirRoutes::historyOfType)
        .get("/fhir/:type/:id/_history", read(bundles::history))
        .get("/fhir/:type/:id/_history/:vid", read(this::version))
        .get("/fhir/:type/:id", read(this::current))
        .get("/fhir/:type", this::search)
        .post("/fhir/:type/_search", this::search);
  }

  /** What all reads check first. */
  private static Endpoints.Endpoint read(Endpoints.Endpoint endpoint) {
    return ctx -> {
      FhirHttp.checkFormat(ctx);
      FhirHttp.checkParameters(ctx);
      return endpoint.answer(ctx);
    };
  }

  private Future<?> metadata(RoutingContext ctx) {
    byte[] json = CapabilityStatement.json(FhirHttp.base(ctx));
    String tag = digest(json);
    ctx.etag(FhirHttp.etag(tag));
    return has(ctx, tag) ? ctx.response().setStatusCode(304).end() : FhirHttp.send(ctx, 200, json);
  }

  private static String digest(byte[] json) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Future<?> historyOfAll() {
    throw HttpError.notSupported(
        "The history of everything is not supported. Read that of a resource: Type/id/_history.");
  }

  private static Future<?> historyOfType(RoutingContext ctx) {
    FhirHttp.type(ctx);
    throw HttpError.notSupported(
        "The history of a type is not supported. Read that of a resource: Type/id/_history.");
  }

  /** The same as by GET, which an operation that changes nothing may be asked for by, too. */
  private Future<?> everything(RoutingContext ctx) {
    FhirHttp.id(ctx);
    boolean lenient = FhirHttp.prefers(ctx, "handling=lenient");
    return limits
        .body(ctx)
        .compose(
            body -> {
              if (body.length > 0) {
                FhirHttp.checkContentType(ctx);
              }
              return limits.read(ctx, body, () -> NoParameters.check(body, lenient));
            })
        .compose(checked -> bundles.everything(ctx));
  }

  private Future<?> search(RoutingContext ctx) {
    FhirHttp.type(ctx);
    throw HttpError.notSupported(
        "Search is not supported yet. Read Type/id, or ask a view: POST /views/{view}/query.");
  }

  private Future<?> current(RoutingContext ctx) {
    ResourceId id = FhirHttp.id(ctx);
    return views.read(id, callers.of(ctx, BudgetKind.SINGLE)).compose(answer -> send(ctx, answer));
  }

  private Future<?> version(RoutingContext ctx) {
    ResourceId id = FhirHttp.id(ctx);
    Optional<Version> version = Versions.parse(ctx.pathParam("vid"));
    if (version.isEmpty()) {
      throw HttpError.notFound("There is no such version.");
    }
    return views
        .version(id, version.get(), callers.of(ctx, BudgetKind.SINGLE))
        .compose(answer -> send(ctx, answer));
  }

  static HttpError unseen() {
    return HttpError.notFound("There is no such resource, as far as this view has come.");
  }

  static HttpError deleted() {
    return new HttpError(410, "deleted", "The resource was deleted.");
  }

  private Future<Void> send(RoutingContext ctx, Answer<Optional<StoredResource>> answer) {
    HttpServerResponse response = ctx.response();
    FhirHttp.freshnessHeaders(response, answer.freshness());
    if (answer.value().isEmpty()) {
      throw unseen();
    }
    StoredResource stored = answer.value().get();
    FhirHttp.versionHeaders(ctx, stored.head().version(), stored.head().appended());
    if (stored.head().deleted()) {
      throw deleted();
    }
    if (has(ctx, stored.head().version().toString())) {
      return response.setStatusCode(304).end();
    }
    return FhirHttp.send(ctx, 200, Rendering.of(stored));
  }

  /**
   * Whether the client says that it has this version. Weak comparison (RFC 9110, 8.8.3.2). No date
   * is looked at: there may be several versions within its second.
   */
  private static boolean has(RoutingContext ctx, String version) {
    Set<String> same = Set.of("*", FhirHttp.etag(version), "\"" + version + "\"");
    return ctx.request().headers().getAll("If-None-Match").stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .anyMatch(tag -> same.contains(tag.strip()));
  }
}
