package io.distributary.gateway.http;

import io.distributary.gateway.fhir.BundleWriter;
import io.distributary.gateway.query.Answer;
import io.distributary.gateway.query.Budget.BudgetKind;
import io.distributary.gateway.query.Freshness;
import io.distributary.gateway.query.Views;
import io.distributary.schemas.ResourceId;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads that answer with a Bundle, streamed from the store to the client. */
final class FhirBundles {
  private static final Duration PATIENCE_FOR_A_HEAD = Duration.ofSeconds(2);

  private final Views views;
  private final Callers callers;
  private final Duration timeout;

  FhirBundles(Views views, Callers callers, Duration timeout) {
    this.views = views;
    this.callers = callers;
    this.timeout = timeout;
  }

  Future<?> everything(RoutingContext ctx) {
    ResourceId patient = FhirHttp.id(ctx);
    if (!patient.type().equals("Patient")) {
      throw HttpError.notSupported("$everything is supported for Patient only.");
    }
    Streamed chart = new Streamed(ctx, BundleWriter.Type.SEARCHSET, patient + "/$everything");
    return head(patient, Callers.name(ctx))
        .compose(
            head -> {
              if (head.map(ResourceHead::deleted).orElse(false)) {
                throw new HttpError(410, "deleted", "The patient was deleted.");
              }
              return chart.send(
                  visitor -> views.chart(patient, callers.of(ctx, BudgetKind.CHART), visitor),
                  () -> emptyChart(head.isPresent()));
            });
  }

  /** What is known of the patient; nothing when the view that knows is unreachable. */
  private Future<Optional<ResourceHead>> head(ResourceId patient, String caller) {
    return views
        .heads(Set.of(patient), caller, PATIENCE_FOR_A_HEAD)
        .map(answer -> Optional.ofNullable(answer.value().get(patient)))
        .recover(e -> Future.succeededFuture(Optional.empty()));
  }

  private static HttpError emptyChart(boolean known) {
    return known
        ? new HttpError(
            503,
            "transient",
            "The view that keeps charts has not come so far yet. Try again later.")
        : HttpError.notFound("There is no such patient, as far as this view has come.");
  }

  Future<?> history(RoutingContext ctx) {
    ResourceId id = FhirHttp.id(ctx);
    Streamed history = new Streamed(ctx, BundleWriter.Type.HISTORY, id + "/_history");
    return history.send(
        visitor -> views.history(id, callers.of(ctx, BudgetKind.CHART), visitor),
        () -> HttpError.notFound("There is no such resource, as far as this view has come."));
  }

  /** In HTTP/1.0 nothing but the end of the connection says that a stream has ended. */
  private static void endWithConnection(RoutingContext ctx) {
    if (ctx.request().version() == HttpVersion.HTTP_1_0) {
      ctx.response().putHeader("Connection", "close");
      ctx.addEndHandler(end -> ctx.request().connection().close());
    }
  }

  /** One streamed Bundle. */
  private final class Streamed {
    private final HttpServerResponse response;
    private final ResponseStream out;
    private final BundleWriter bundle;

    Streamed(RoutingContext ctx, BundleWriter.Type type, String self) {
      endWithConnection(ctx);
      this.response = ctx.response();
      this.out = new ResponseStream(ctx.vertx().getOrCreateContext(), response, timeout);
      ctx.addEndHandler(end -> out.giveUp());
      try {
        this.bundle = new BundleWriter(type, FhirHttp.base(ctx), self, out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * @param read hands everything to the visitor
     * @param empty the answer when there was nothing
     */
    Future<Void> send(
        Function<Function<Freshness, Visitor<StoredResource>>, Future<Answer<Boolean>>> read,
        Supplier<HttpError> empty) {
      return read.apply(this::begin).compose(answer -> end(empty)).onFailure(e -> out.giveUp());
    }

    private Visitor<StoredResource> begin(Freshness freshness) {
      FhirHttp.freshnessHeaders(response, freshness);
      response.putHeader("Content-Type", FhirHttp.CONTENT_TYPE);
      return this::add;
    }

    private boolean add(StoredResource stored) {
      try {
        bundle.add(stored);
        return out.isWanted();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Future<Void> end(Supplier<HttpError> empty) {
      if (bundle.entries() == 0) {
        throw empty.get();
      }
      try {
        out.ending();
        bundle.end();
        return out.finish();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
