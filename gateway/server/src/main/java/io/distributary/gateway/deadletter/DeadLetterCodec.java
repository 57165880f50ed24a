package io.distributary.gateway.deadletter;

import io.distributary.gateway.deadletter.DeadLetter.Discarded;
import io.distributary.gateway.log.TopicRecord;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.RevisionId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters as records: a pointer into the log as JSON, with the headers by which Kafka
 * Connect's tools know a dead letter.
 */
final class DeadLetterCodec {
  private static final String CONNECT = "__connect.errors.";

  private DeadLetterCodec() {}

  /** What takes a dead letter out of the topic. */
  static TopicRecord tombstone(DeadLetter letter) {
    return TopicRecord.of(letter.key().topicKey(), null, Map.of());
  }

  /**
   * @param events the topic that the event lies in
   */
  static TopicRecord record(DeadLetter letter, String events) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(CONNECT + "topic", events);
    headers.put(CONNECT + "partition", Integer.toString(letter.version().partition()));
    headers.put(CONNECT + "offset", Long.toString(letter.version().offset()));
    headers.put(CONNECT + "connector.name", letter.revision().view());
    headers.put(CONNECT + "exception.message", letter.reason().message());
    return TopicRecord.of(letter.key().topicKey(), encode(letter), headers);
  }

  static byte[] encode(DeadLetter letter) {
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    value.put("view", letter.revision().view());
    value.put("revision", letter.revision().number());
    value.put("version", letter.version().toString());
    value.put("subject", letter.subject().map(ResourceId::toString).orElse(null));
    value.put("reason", letter.reason().code());
    value.put("message", letter.reason().message());
    value.put("action", "REJECT");
    value.put("at", letter.at().toString());
    value.put("superseded", letter.superseded());
    letter
        .discarded()
        .ifPresent(
            how ->
                value.put("discarded", Map.of("reason", how.reason(), "at", how.at().toString())));
    return Json.write(value);
  }

  /** Empty when the value is not one of ours. */
  static Optional<DeadLetter> decode(byte[] value) {
    try {
      Map<String, @Nullable Object> tree = Json.parseObject(value, JsonLimits.RESOURCE);
      return Optional.of(
          new DeadLetter(
              new RevisionId(text(tree, "view"), Integer.parseInt(text(tree, "revision"))),
              Version.parse(text(tree, "version")),
              Optional.ofNullable(tree.get("subject"))
                  .map(subject -> ResourceId.parse(subject.toString())),
              new Reason(text(tree, "reason"), text(tree, "message")),
              Instant.parse(text(tree, "at")),
              Boolean.TRUE.equals(tree.get("superseded")),
              discarded(tree.get("discarded"))));
    } catch (InvalidResourceException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Discarded> discarded(@Nullable Object mark) {
    return mark instanceof Map<?, ?> how
        ? Optional.of(
            new Discarded(
                String.valueOf(how.get("reason")), Instant.parse(String.valueOf(how.get("at")))))
        : Optional.empty();
  }

  private static String text(Map<String, @Nullable Object> tree, String name) {
    return String.valueOf(tree.get(name));
  }
}
