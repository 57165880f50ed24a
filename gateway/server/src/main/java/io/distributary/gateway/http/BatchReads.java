package io.distributary.gateway.http;

import io.distributary.gateway.fhir.BatchResponse.Entry;
import io.distributary.gateway.fhir.BatchStep.Reading;
import io.distributary.gateway.fhir.OperationOutcome;
import io.distributary.gateway.fhir.Rendering;
import io.distributary.gateway.query.Answer;
import io.distributary.gateway.query.Caller;
import io.distributary.gateway.query.Views;
import io.distributary.sink.StoredResource;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The reads of one batch: at most 2 at once, 16 MiB of resources in all, and as much time as one
 * request has. What is beyond that is not read, and its entry says so. To be used on one event
 * loop.
 */
final class BatchReads {
  private static final int AT_ONCE = 2;
  private static final HttpError TOO_MUCH =
      new HttpError(
          413,
          "too-costly",
          "The resources of this answer have 16 MiB already. Ask for this one by itself.");
  private static final HttpError NO_MEMORY =
      new HttpError(503, "transient", "There is no memory for this answer now. Try again later.");
  private static final HttpError TOO_LATE =
      new HttpError(504, "timeout", "The time for this batch is over. Ask for this one by itself.");

  private final Views views;
  private final Supplier<Caller> callers;
  private final Caller whole;
  private final List<Reading> readings;
  private final long deadline;
  private final Allowance allowance = new Allowance();
  private final Entry[] answers;
  private final Promise<List<Entry>> all = Promise.promise();
  private int next;
  private int underWay;
  private boolean starting;

  /** How many bytes of resources the answer may still take. */
  private static final class Allowance {
    private static final long BYTES = 16L << 20;

    private long left = BYTES;

    boolean isSpent() {
      return left <= 0;
    }

    boolean take(long bytes) {
      if (bytes > left) {
        left = 0;
        return false;
      }
      left -= bytes;
      return true;
    }
  }

  /**
   * @param whole has a share of the memory for the answer
   * @param callers gives one to each read until it is in the answer
   * @param timeout after which no more reads are begun
   */
  BatchReads(
      Views views,
      Caller whole,
      Supplier<Caller> callers,
      List<Reading> readings,
      Duration timeout) {
    this.views = views;
    this.callers = callers;
    this.whole = whole;
    this.readings = readings;
    this.deadline = System.nanoTime() + timeout.toNanos();
    this.answers = new Entry[readings.size()];
  }

  /**
   * Reads.
   *
   * @param context of the request
   * @return an answer for each, in their order; never fails
   */
  Future<List<Entry>> on(Context context) {
    context.runOnContext(go -> startMore());
    return all.future();
  }

  /** A read that is answered at once comes back here while others are being started. */
  private void startMore() {
    if (starting) {
      return;
    }
    starting = true;
    while (underWay < AT_ONCE && next < readings.size()) {
      start(next++);
    }
    starting = false;
    if (underWay == 0) {
      all.tryComplete(Arrays.asList(answers));
    }
  }

  private void start(int index) {
    Optional<HttpError> refused = refused();
    if (refused.isPresent()) {
      answers[index] = failed(refused.get());
      return;
    }
    underWay++;
    Caller one = callers.get();
    ask(readings.get(index), one)
        .onComplete(
            read -> {
              try {
                answers[index] = answer(readings.get(index), read);
              } catch (RuntimeException e) {
                answers[index] = failed(HttpError.of(e, 500));
              } finally {
                one.share().end();
                underWay--;
                startMore();
              }
            });
  }

  private Optional<HttpError> refused() {
    if (allowance.isSpent()) {
      return Optional.of(TOO_MUCH);
    }
    return System.nanoTime() - deadline > 0 ? Optional.of(TOO_LATE) : Optional.empty();
  }

  private Future<Answer<Optional<StoredResource>>> ask(Reading reading, Caller one) {
    return reading.version().isPresent()
        ? views.version(reading.id(), reading.version().get(), one)
        : views.read(reading.id(), one);
  }

  private Entry answer(Reading reading, AsyncResult<Answer<Optional<StoredResource>>> read) {
    if (read.failed()) {
      return failed(HttpError.of(read.cause(), 500));
    }
    Optional<StoredResource> stored = read.result().value();
    if (stored.isEmpty()) {
      return failed(FhirRoutes.unseen());
    }
    return stored.get().head().deleted()
        ? failed(FhirRoutes.deleted())
        : answer(reading, stored.get());
  }

  private Entry answer(Reading reading, StoredResource stored) {
    if (!reading.content()) {
      return Entry.read(stored.head(), new byte[0]);
    }
    byte[] resource = Rendering.of(stored);
    if (!allowance.take(resource.length)) {
      return failed(TOO_MUCH);
    }
    // Once by itself, once in the whole.
    return whole.share().growNow(2L * resource.length)
        ? Entry.read(stored.head(), resource)
        : failed(NO_MEMORY);
  }

  private static Entry failed(HttpError error) {
    HttpResponseStatus status = HttpResponseStatus.valueOf(error.status());
    return Entry.failed(
        status.toString(), OperationOutcome.error(error.code(), error.message(), error.element()));
  }
}
