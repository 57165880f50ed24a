package io.distributary.gateway.http;

import io.distributary.gateway.fhir.Batch;
import io.distributary.gateway.fhir.BatchResponse;
import io.distributary.gateway.fhir.BatchResponse.Entry;
import io.distributary.gateway.fhir.BatchStep;
import io.distributary.gateway.fhir.OperationOutcome;
import io.distributary.gateway.fhir.Rejections;
import io.distributary.gateway.fhir.Rendering;
import io.distributary.gateway.log.Appended;
import io.distributary.gateway.query.Budget.BudgetKind;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.write.Write;
import io.distributary.gateway.write.WriteOutcome;
import io.distributary.gateway.write.WriteService;
import io.distributary.schemas.Position;
import io.distributary.schemas.ResourceId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Writing resources, and batches of writes and reads. */
final class FhirWriteRoutes {
  private static final int LONGEST_SOURCE = 1_024;

  private final Views views;
  private final Callers callers;
  private final WriteService writeService;
  private final RequestLimits limits;
  private final Duration timeout;
  private final URI defaultSource;

  /**
   * @param views for the reads of a batch
   * @param callers who share the memory for them
   * @param timeout after which a batch begins no more reads
   * @param defaultSource of writes that name none
   */
  FhirWriteRoutes(
      Views views,
      Callers callers,
      WriteService writeService,
      RequestLimits limits,
      Duration timeout,
      URI defaultSource) {
    this.views = views;
    this.callers = callers;
    this.timeout = timeout;
    this.writeService = writeService;
    this.limits = limits;
    this.defaultSource = defaultSource;
  }

  void mount(Endpoints endpoints) {
    endpoints
        .post("/fhir", checked(this::batch))
        .post("/fhir/:type", checked(this::create))
        .put("/fhir/:type", this::conditional)
        .delete("/fhir/:type", this::conditional)
        .put("/fhir/:type/:id", checked(this::update))
        .delete("/fhir/:type/:id", checked(this::delete));
  }

  /** What all writes check first. */
  private static Endpoints.Endpoint checked(Endpoints.Endpoint endpoint) {
    return ctx -> {
      FhirHttp.checkFormat(ctx);
      FhirHttp.checkParameters(ctx);
      FhirHttp.refuseConditions(ctx);
      return endpoint.answer(ctx);
    };
  }

  private Future<?> conditional(RoutingContext ctx) {
    FhirHttp.type(ctx);
    throw HttpError.notSupported(
        "Conditional updates and deletes are not supported yet. Name the resource: Type/id.");
  }

  private Future<?> update(RoutingContext ctx) {
    ResourceId id = FhirHttp.id(ctx);
    FhirHttp.checkContentType(ctx);
    String source = source(ctx);
    return limits
        .body(ctx)
        .compose(body -> limits.read(ctx, body, () -> Write.put(id, body, source)))
        .compose(write -> one(ctx, write, source));
  }

  private Future<?> create(RoutingContext ctx) {
    String type = FhirHttp.type(ctx);
    FhirHttp.checkContentType(ctx);
    String source = source(ctx);
    return limits
        .body(ctx)
        .compose(body -> limits.read(ctx, body, () -> Write.create(type, body, source)))
        .compose(write -> one(ctx, write, source));
  }

  private Future<?> delete(RoutingContext ctx) {
    return one(ctx, new Write.Delete(FhirHttp.id(ctx)), source(ctx));
  }

  private Future<?> batch(RoutingContext ctx) {
    FhirHttp.checkContentType(ctx);
    String source = source(ctx);
    return limits
        .body(ctx)
        .compose(body -> limits.read(ctx, body, () -> Batch.read(body, source)))
        .compose(batch -> batch(ctx, batch, source));
  }

  /** Reads are answered when the writes are in the log; no view is waited for. */
  private Future<?> batch(RoutingContext ctx, Batch batch, String source) {
    Context context = ctx.vertx().getOrCreateContext();
    return writeService
        .write(batch.writes(), Callers.name(ctx), source)
        .compose(
            written ->
                new BatchReads(
                        views,
                        callers.keeping(ctx, BudgetKind.OTHER),
                        () -> callers.of(ctx, BudgetKind.OTHER),
                        batch.readings(),
                        timeout)
                    .on(context)
                    .compose(read -> answer(ctx, batch, written, read)));
  }

  private static Future<?> answer(
      RoutingContext ctx, Batch batch, List<WriteOutcome> written, List<Entry> read) {
    position(written).ifPresent(position -> putPosition(ctx, position));
    Iterator<WriteOutcome> writes = written.iterator();
    Iterator<Entry> reads = read.iterator();
    List<Entry> entries = new ArrayList<>(batch.steps().size());
    for (BatchStep step : batch.steps()) {
      if (step instanceof BatchStep.Rejected refused) {
        entries.add(Entry.of(refused.refusal()));
      } else {
        entries.add(step instanceof BatchStep.Writing ? Entry.of(writes.next()) : reads.next());
      }
    }
    return FhirHttp.send(ctx, 200, BatchResponse.json(entries));
  }

  private Future<?> one(RoutingContext ctx, Write write, String source) {
    return writeService
        .write(List.of(write), Callers.name(ctx), source)
        .compose(all -> answer(ctx, all.get(0)));
  }

  private static Future<Void> answer(RoutingContext ctx, WriteOutcome written) {
    if (written instanceof WriteOutcome.Stored stored) {
      return answerStored(ctx, stored);
    }
    if (written instanceof WriteOutcome.Deleted deleted) {
      deleted.appended().ifPresent(appended -> putVersion(ctx, appended));
      return ctx.response().setStatusCode(204).end();
    }
    Rejections.RejectedAnswer refused =
        Rejections.answer(((WriteOutcome.NotWritten) written).refusal());
    OperationOutcome outcome = refused.outcome();
    throw new HttpError(
        refused.status(), outcome.code(), outcome.diagnostics(), outcome.expression());
  }

  private static Future<Void> answerStored(RoutingContext ctx, WriteOutcome.Stored stored) {
    Appended appended = stored.appended();
    int status = stored.created() ? 201 : 200;
    HttpServerResponse response = ctx.response();
    putVersion(ctx, appended);
    response.putHeader(
        "Location",
        FhirHttp.base(ctx) + "/" + stored.write().id() + "/_history/" + appended.version());
    if (FhirHttp.prefers(ctx, "return=minimal")) {
      return response.setStatusCode(status).end();
    }
    if (FhirHttp.prefers(ctx, "return=OperationOutcome")) {
      String said = stored.created() ? "The resource was created." : "The resource was stored.";
      return FhirHttp.send(ctx, status, OperationOutcome.information(said).json());
    }
    return FhirHttp.send(
        ctx, status, Rendering.of(stored.write().json(), appended.version(), appended.appended()));
  }

  private static void putVersion(RoutingContext ctx, Appended appended) {
    FhirHttp.versionHeaders(ctx, appended.version(), appended.appended());
    putPosition(ctx, Position.after(appended.version()));
  }

  private static void putPosition(RoutingContext ctx, Position position) {
    ctx.response().putHeader("Distributary-Position", position.encode());
  }

  /** A position behind everything that the batch wrote; empty when it wrote nothing. */
  private static Optional<Position> position(List<WriteOutcome> all) {
    return all.stream()
        .flatMap(written -> appended(written).stream())
        .map(appended -> Position.after(appended.version()))
        .reduce(Position::join);
  }

  private static Optional<Appended> appended(WriteOutcome written) {
    if (written instanceof WriteOutcome.Stored stored) {
      return Optional.of(stored.appended());
    }
    return written instanceof WriteOutcome.Deleted deleted ? deleted.appended() : Optional.empty();
  }

  private String source(RoutingContext ctx) {
    String given = ctx.request().getHeader("Distributary-Source");
    if (given == null) {
      return defaultSource.toString();
    }
    try {
      if (given.isEmpty() || given.length() > LONGEST_SOURCE) {
        throw new IllegalArgumentException("too short or too long");
      }
      return URI.create(given).toASCIIString();
    } catch (IllegalArgumentException e) {
      throw new HttpError(
          400,
          "invalid",
          "Distributary-Source is not a URI of 1 to 1,024 characters.",
          "Distributary-Source");
    }
  }
}
