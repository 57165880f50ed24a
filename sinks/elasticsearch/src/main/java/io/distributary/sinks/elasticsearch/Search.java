package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.RawJson;
import io.distributary.sink.Reservation;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A search whose answer is read while it comes in: one hit is in memory at a time, whatever the
 * answer holds. It ends in Elasticsearch, too, when nobody reads on.
 *
 * @param body without {@code size}
 * @param timeout after which Elasticsearch gives up
 */
record Search(String path, Map<String, @Nullable Object> body, Duration timeout) {
  /** What the network may take beyond what Elasticsearch is given. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final Map<String, String> WHOLE = Map.of("allow_partial_search_results", "false");

  /** What becomes of an answer, in the order in which it comes. */
  interface Taker {
    /**
     * Takes a hit; the tree is its to keep.
     *
     * @return whether more are wanted
     */
    boolean hit(Map<?, ?> hit) throws SinkException;

    /** {@code {"value", "relation"}}. */
    default void total(@Nullable Object total) {}

    /** Takes them, their memory is kept until the answer has been sent. */
    default void aggregations(RawJson aggregations) {}

    /** Whether they are wanted, even when no more hits are. */
    default boolean wantsAggregations() {
      return false;
    }
  }

  /**
   * How much memory an answer takes.
   *
   * @param mostBytes of one hit, or of the aggregations
   */
  record Bounds(Reservation reservation, long mostBytes) {}

  /** Where the memory, or the length, was too little for what was being read. */
  static final class PartException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean inHits;

    PartException(boolean inHits, IOException cause) {
      super(cause);
      this.inHits = inHits;
    }

    boolean inHits() {
      return inHits;
    }

    boolean isTooLong() {
      return getCause() instanceof Scales.TooLongException;
    }
  }

  /**
   * @param patience until the last byte of the answer is there
   * @throws SocketTimeoutException when Elasticsearch gave up, or the answer took too long
   * @throws PartException when there was no memory for a part of it, or it was too long
   */
  void run(
      ElasticsearchConnection connection, int size, Duration patience, Bounds bounds, Taker taker)
      throws IOException, SinkException {
    Map<String, @Nullable Object> sized = new LinkedHashMap<>(body);
    sized.put("size", size);
    sized.put("timeout", timeout.toMillis() + "ms");
    connection.stream(
        path,
        WHOLE,
        Json.write(sized),
        patience.plus(GRACE),
        wire -> {
          try (Scales scales = new Scales(wire, bounds.reservation(), bounds.mostBytes());
              AnswerParser answer = new AnswerParser(scales)) {
            new Reading(answer, scales, taker).all();
          }
        });
  }

  /** One answer that is being read. */
  private record Reading(AnswerParser answer, Scales scales, Taker taker) {
    void all() throws IOException, SinkException {
      boolean more = true;
      for (String name = answer.field();
          name != null && more;
          name = more ? answer.field() : null) {
        switch (name) {
          case "timed_out" -> {
            if (Boolean.TRUE.equals(answer.value())) {
              throw new SocketTimeoutException("The search took too long");
            }
          }
          case "hits" -> more = outer() || taker.wantsAggregations();
          case "aggregations" -> aggregations();
          default -> answer.skip();
        }
      }
      if (more) {
        answer.finish();
      }
    }

    /** {@code {"total", "max_score", "hits"}}; false when there may be more of them. */
    private boolean outer() throws IOException, SinkException {
      boolean more = true;
      answer.enterObject();
      for (String name = answer.field(); name != null; name = answer.field()) {
        switch (name) {
          case "total" -> taker.total(answer.value());
          case "hits" -> more = hits();
          default -> answer.skip();
        }
        if (!more && !taker.wantsAggregations()) {
          return false;
        }
      }
      return more;
    }

    private boolean hits() throws IOException, SinkException {
      boolean more = true;
      answer.enterArray();
      while (answer.hasItem()) {
        if (more) {
          more = hit();
        } else {
          answer.skipItem();
        }
        if (!more && !taker.wantsAggregations()) {
          return false;
        }
      }
      return more;
    }

    private boolean hit() throws IOException, SinkException {
      try {
        scales.begin();
        boolean more = !(answer.item() instanceof Map<?, ?> hit) || taker.hit(hit);
        scales.end(0);
        return more;
      } catch (Scales.NoMemoryException | Scales.TooLongException e) {
        throw new PartException(true, e);
      }
    }

    private void aggregations() throws IOException {
      try {
        scales.begin();
        RawJson text = answer.raw();
        scales.end(text.utf8().length);
        taker.aggregations(text);
      } catch (Scales.NoMemoryException | Scales.TooLongException e) {
        throw new PartException(false, e);
      }
    }
  }
}
