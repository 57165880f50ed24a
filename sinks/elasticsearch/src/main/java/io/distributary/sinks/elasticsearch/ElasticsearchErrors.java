package io.distributary.sinks.elasticsearch;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.transport.TransportException;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.Failure;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoreFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import org.apache.http.HttpException;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.ResponseException;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a failure. Elasticsearch says what went wrong by an HTTP status and a type; the
 * sentence beside them echoes documents and is never read.
 */
final class ElasticsearchErrors {
  private static final StoreFailures STORE = new StoreFailures("Elasticsearch");
  static final Failure UNREACHABLE = STORE.unreachable();
  static final Failure TIMED_OUT = STORE.timedOut();
  static final Failure BUSY = STORE.busy();
  static final Failure FAILED = STORE.failed();
  static final Failure DENIED = STORE.denied();
  static final Failure MISSING = STORE.missing();
  static final Failure TOO_LARGE = STORE.tooLarge();
  static final Failure REJECTED = STORE.rejected();
  static final Failure BLOCKED =
      Failure.retry(
          "writes-blocked", "Elasticsearch blocks the index, perhaps as its disk is full.");
  static final Failure UNEXPECTED =
      Failure.stop("client-error", "The Elasticsearch client failed in an unexpected way.");

  /**
   * What Elasticsearch says of a failure.
   *
   * @param sentence echoes what was sent or stored; only for {@link #isSyntax}
   */
  record Answer(int status, String type, String sentence) {
    /** Whether a query could not be read at all, so that the sentence knows the query alone. */
    boolean isSyntax() {
      return type.equals("parsing_exception") || type.equals("x_content_parse_exception");
    }

    /** Whether the memory of one request was too little, not that of all together. */
    boolean isOneRequestTooLarge() {
      return type.equals("circuit_breaking_exception") && sentence.startsWith("[request]");
    }

    /** The sentence is left out. */
    @Override
    public String toString() {
      return status + " " + type;
    }
  }

  private ElasticsearchErrors() {}

  /**
   * The table.
   *
   * @param status HTTP, of an answer or of one item in a bulk answer; 409 is no failure and is not
   *     asked about
   * @param type {@code error.type} of the answer, empty when it has none
   */
  static Failure verdict(int status, String type) {
    if (type.equals("cluster_block_exception") || type.equals("index_closed_exception")) {
      return BLOCKED;
    }
    return switch (status) {
      case 401, 403 -> DENIED;
      case 404 -> MISSING;
      case 408, 429, 502, 503, 504 -> BUSY;
      case 413 -> TOO_LARGE;
      default -> status >= 400 && status < 500 ? REJECTED : FAILED;
    };
  }

  /** Of whatever a call of the driver threw. */
  static Failure verdict(Throwable failure) {
    Answer answer = answer(failure);
    if (answer != null) {
      return verdict(answer.status(), answer.type());
    }
    if (failure instanceof InterruptedIOException) { // a time-out is one
      return TIMED_OUT;
    }
    return isUnreachable(failure) ? UNREACHABLE : UNEXPECTED;
  }

  /** The client wraps what is no IOException; half an answer is an HttpException to it. */
  private static boolean isUnreachable(Throwable failure) {
    return failure instanceof IOException
        || failure.getCause() instanceof InterruptedException
        || failure.getCause() instanceof HttpException;
  }

  static SinkException exception(Throwable failure) {
    return verdict(failure).exception(failure);
  }

  /** Null when there was no answer. */
  static @Nullable Answer answer(Throwable failure) {
    if (failure instanceof ResponseException e) {
      Map<?, ?> cause = cause(e);
      return new Answer(
          e.getResponse().getStatusLine().getStatusCode(),
          text(cause.get("type")),
          text(cause.get("reason")));
    }
    if (failure instanceof ElasticsearchException e) {
      return new Answer(e.status(), text(e.error().type()), "");
    }
    if (failure instanceof TransportException e && e.statusCode() >= 400) {
      return new Answer(e.statusCode(), "", "");
    }
    return null;
  }

  private static Map<?, ?> cause(ResponseException e) {
    try {
      byte[] body = EntityUtils.toByteArray(e.getResponse().getEntity());
      Object error = Json.parseObject(body, new JsonLimits(1 << 20, 64, 10_000)).get("error");
      return error instanceof Map<?, ?> outer ? root(outer) : Map.of();
    } catch (IOException | InvalidResourceException | IllegalArgumentException unreadable) {
      return Map.of(); // a proxy's page perhaps: the status alone decides
    }
  }

  /**
   * The outermost error says only that shards failed, or that what they answered could not be put
   * together; then there is no root cause, but one below the other.
   */
  private static Map<?, ?> root(Map<?, ?> outer) {
    if (outer.get("root_cause") instanceof List<?> causes
        && !causes.isEmpty()
        && causes.get(0) instanceof Map<?, ?> root) {
      return root;
    }
    return outer.get("caused_by") instanceof Map<?, ?> inner ? root(inner) : outer;
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }
}
