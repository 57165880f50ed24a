package io.distributary.gateway.http;

import io.distributary.gateway.control.PopulationJson;
import io.distributary.gateway.fhir.MatchBundle;
import io.distributary.gateway.fhir.MatchRequest;
import io.distributary.gateway.match.LivePatientIndex;
import io.distributary.gateway.match.Matches;
import io.distributary.gateway.query.Budget.BudgetKind;
import io.distributary.gateway.query.Caller;
import io.distributary.gateway.query.Views;
import io.distributary.schemas.ResourceId;
import io.distributary.sink.StoredResource;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Who somebody may be: {@code POST /fhir/Patient/$match}, and how far the index of all is. */
final class MatchRoutes {
  private final Views views;
  private final Callers callers;
  private final Optional<LivePatientIndex> patientIndex;
  private final RequestLimits limits;
  private final Duration timeout;

  /**
   * @param timeout after which a look-up is given up
   */
  MatchRoutes(
      Views views,
      Callers callers,
      Optional<LivePatientIndex> patientIndex,
      RequestLimits limits,
      Duration timeout) {
    this.views = views;
    this.callers = callers;
    this.patientIndex = patientIndex;
    this.limits = limits;
    this.timeout = timeout;
  }

  void mount(Endpoints endpoints) {
    endpoints.post("/fhir/Patient/$match", this::match).get("/population", this::status);
  }

  private LivePatientIndex patientIndex() {
    return patientIndex.orElseThrow(
        () ->
            new HttpError(
                501,
                "not-supported",
                "This gateway looks up no patients: match.enabled is false."));
  }

  private Future<?> status(RoutingContext ctx) {
    LivePatientIndex.Status status = patientIndex().status();
    return JsonHttp.send(
        ctx,
        new PopulationJson(
            status.ready(), status.patients(), status.position().encode(), status.message()));
  }

  private Future<?> match(RoutingContext ctx) {
    FhirHttp.checkFormat(ctx);
    FhirHttp.checkParameters(ctx, MatchRequest.SIMPLE);
    FhirHttp.checkContentType(ctx);
    Map<String, String> simple = simple(ctx);
    return limits
        .body(ctx)
        .compose(body -> limits.read(ctx, body, () -> MatchRequest.read(body, simple)))
        .compose(request -> answer(ctx, request));
  }

  private static Map<String, String> simple(RoutingContext ctx) {
    Map<String, String> simple = new LinkedHashMap<>();
    for (String name : MatchRequest.SIMPLE) {
      List<String> values = ctx.queryParam(name);
      if (values.size() > 1) {
        throw new HttpError(400, "invalid", "The parameter stands twice.", name);
      }
      values.forEach(value -> simple.put(name, value));
    }
    return simple;
  }

  private Future<?> answer(RoutingContext ctx, MatchRequest request) {
    return patientIndex()
        .match(request.query())
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .compose(
            matches ->
                patients(matches, callers.of(ctx, BudgetKind.SINGLE))
                    .compose(patients -> send(ctx, request, matches, patients)));
  }

  private Future<Map<String, StoredResource>> patients(Matches matches, Caller caller) {
    List<ResourceId> ids =
        matches.candidates().stream()
            .map(candidate -> new ResourceId("Patient", candidate.id()))
            .toList();
    return ids.isEmpty()
        ? Future.succeededFuture(Map.of())
        : views
            .readAll(ids, caller)
            .map(
                answer ->
                    answer.value().entrySet().stream()
                        .collect(Collectors.toMap(e -> e.getKey().id(), Map.Entry::getValue)));
  }

  private static Future<?> send(
      RoutingContext ctx,
      MatchRequest request,
      Matches matches,
      Map<String, StoredResource> patients) {
    ctx.response().putHeader("Distributary-Position", matches.position().encode());
    return FhirHttp.send(
        ctx, 200, MatchBundle.json(matches, patients, request.explain(), FhirHttp.base(ctx)));
  }
}
