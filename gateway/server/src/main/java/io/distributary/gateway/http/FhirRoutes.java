package io.distributary.gateway.http;

import io.distributary.gateway.fhir.CapabilityStatement;
import io.distributary.gateway.fhir.Rendering;
import io.distributary.gateway.query.Answer;
import io.distributary.gateway.query.Budget.Kind;
import io.distributary.gateway.query.Views;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.StoredResource;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Reading resources. */
final class FhirRoutes {
  private final Views views;
  private final Callers callers;
  private final FhirBundles bundles;

  FhirRoutes(Views views, Callers callers, FhirBundles bundles) {
    this.views = views;
    this.callers = callers;
    this.bundles = bundles;
  }

  void mount(Endpoints endpoints) {
    endpoints
        .get("/fhir/metadata", read(this::metadata))
        .get("/fhir/:type/:id/$everything", read(bundles::everything))
        .get("/fhir/:type/:id/_history", read(bundles::history))
        .get("/fhir/:type/:id/_history/:vid", read(this::version))
        .get("/fhir/:type/:id", read(this::current))
        .get("/fhir/:type", this::search);
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
    return FhirHttp.send(ctx, 200, CapabilityStatement.json(FhirHttp.base(ctx)));
  }

  private Future<?> search(RoutingContext ctx) {
    FhirHttp.type(ctx);
    throw HttpError.notSupported(
        "Search is not supported yet. Read Type/id, or ask a view: POST /views/{view}/query.");
  }

  private Future<?> current(RoutingContext ctx) {
    ResourceId id = FhirHttp.id(ctx);
    return views.read(id, callers.of(ctx, Kind.SINGLE)).compose(answer -> send(ctx, answer));
  }

  private Future<?> version(RoutingContext ctx) {
    ResourceId id = FhirHttp.id(ctx);
    Optional<Version> version = parsed(ctx.pathParam("vid"));
    if (version.isEmpty()) {
      throw HttpError.notFound("There is no such version.");
    }
    return views
        .version(id, version.get(), callers.of(ctx, Kind.SINGLE))
        .compose(answer -> send(ctx, answer));
  }

  /** A version that we gave out; anything else names none. */
  private static Optional<Version> parsed(String text) {
    return text.matches("0|[1-9]\\d{0,17}|[1-8]\\d{18}")
        ? Optional.of(Version.parse(text))
        : Optional.empty();
  }

  private Future<Void> send(RoutingContext ctx, Answer<Optional<StoredResource>> answer) {
    HttpServerResponse response = ctx.response();
    FhirHttp.freshnessHeaders(response, answer.freshness());
    if (answer.value().isEmpty()) {
      throw HttpError.notFound("There is no such resource, as far as this view has come.");
    }
    StoredResource stored = answer.value().get();
    FhirHttp.versionHeaders(response, stored.head().version(), stored.head().appended());
    if (stored.head().deleted()) {
      throw new HttpError(410, "deleted", "The resource was deleted.");
    }
    if (has(ctx, stored.head().version())) {
      return response.setStatusCode(304).end();
    }
    return FhirHttp.send(ctx, 200, Rendering.of(stored));
  }

  /** Whether the client says that it has this version. Weak comparison (RFC 9110, 8.8.3.2). */
  private static boolean has(RoutingContext ctx, Version version) {
    Function<String, Boolean> same =
        tag ->
            tag.equals("*")
                || tag.equals(FhirHttp.etag(version))
                || tag.equals("\"" + version + "\"");
    return ctx.request().headers().getAll("If-None-Match").stream()
        .flatMap(header -> Arrays.stream(header.split(",", -1)))
        .anyMatch(tag -> same.apply(tag.strip()));
  }
}
