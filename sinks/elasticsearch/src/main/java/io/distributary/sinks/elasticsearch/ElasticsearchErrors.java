package io.distributary.sinks.elasticsearch;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.transport.TransportException;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Reason;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
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
  static final Reason UNREACHABLE =
      new Reason("store-unreachable", "Elasticsearch does not answer.");
  static final Reason OVERLOADED =
      new Reason("store-overloaded", "Elasticsearch takes no more work for now.");
  static final Reason BLOCKED =
      new Reason("writes-blocked", "Elasticsearch blocks the index, perhaps as its disk is full.");
  static final Reason BROKEN =
      new Reason("store-error", "Elasticsearch failed in a way that is its own.");
  static final Reason DENIED =
      new Reason("access-denied", "Elasticsearch does not accept the credentials.");
  static final Reason MISSING =
      new Reason("index-missing", "The index was removed while it was in use.");
  static final Reason TOO_LARGE =
      new Reason("document-too-large", "The document is larger than Elasticsearch accepts.");
  static final Reason REFUSED =
      new Reason("document-refused", "Elasticsearch cannot hold the document.");
  static final Reason UNEXPECTED =
      new Reason("client-error", "The Elasticsearch client failed in an unexpected way.");
  static final Reason TIMED_OUT = new Reason("timed-out", "Elasticsearch did not answer in time.");

  /** What to do, and why. */
  record Verdict(Action action, Reason reason) {}

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
  static Verdict verdict(int status, String type) {
    if (type.equals("cluster_block_exception") || type.equals("index_closed_exception")) {
      return new Verdict(Action.RETRY, BLOCKED);
    }
    return switch (status) {
      case 401, 403 -> new Verdict(Action.STOP, DENIED);
      case 404 -> new Verdict(Action.STOP, MISSING);
      case 408, 429, 502, 503, 504 -> new Verdict(Action.RETRY, OVERLOADED);
      case 413 -> new Verdict(Action.REJECT, TOO_LARGE);
      default ->
          status >= 400 && status < 500
              ? new Verdict(Action.REJECT, REFUSED)
              : new Verdict(Action.RETRY, BROKEN);
    };
  }

  /** Of whatever a call of the driver threw. */
  static Verdict verdict(Throwable failure) {
    Answer answer = answer(failure);
    if (answer != null) {
      return verdict(answer.status(), answer.type());
    }
    if (failure instanceof InterruptedIOException) { // a time-out is one
      return new Verdict(Action.RETRY, TIMED_OUT);
    }
    return isAway(failure)
        ? new Verdict(Action.RETRY, UNREACHABLE)
        : new Verdict(Action.STOP, UNEXPECTED);
  }

  /** The client wraps what is no IOException; half an answer is an HttpException to it. */
  private static boolean isAway(Throwable failure) {
    return failure instanceof IOException
        || failure.getCause() instanceof InterruptedException
        || failure.getCause() instanceof HttpException;
  }

  static SinkException exception(Throwable failure) {
    Verdict verdict = verdict(failure);
    return new SinkException(verdict.action(), verdict.reason(), failure);
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
