package io.distributary.gateway.log;

import io.distributary.gateway.log.TopicCheck.Identity;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The control topic: what all gateways of a stream must agree on. Blocks. */
final class Control {
  private static final String STREAM = "stream";

  private final KafkaProperties properties;
  private final String topic;

  Control(KafkaProperties properties, String topic) {
    this.properties = properties;
    this.topic = topic;
  }

  /** What the stream was when a gateway first saw it; empty on the very first start. */
  Optional<Identity> remembered() {
    byte[] value = CompactedTopic.read(properties.consumer(), topic).get(STREAM);
    return value == null ? Optional.empty() : Optional.of(read(value));
  }

  void remember(Identity identity) {
    byte[] value =
        Json.write(
            Map.of("topicId", identity.topicId().toString(), "partitions", identity.partitions()));
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties.producer())) {
      producer
          .send(new ProducerRecord<>(topic, STREAM.getBytes(StandardCharsets.UTF_8), value))
          .get();
    } catch (ExecutionException e) {
      throw StreamException.unreachable(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StreamException.unreachable(e);
    }
  }

  private Identity read(byte[] value) {
    try {
      Map<String, @Nullable Object> tree = Json.parseObject(value, JsonLimits.RESOURCE);
      return new Identity(
          Uuid.fromString(String.valueOf(tree.get("topicId"))),
          Integer.parseInt(String.valueOf(tree.get("partitions"))));
    } catch (InvalidResourceException | IllegalArgumentException e) {
      throw StreamException.halt(
          "control-unreadable",
          "The record '"
              + STREAM
              + "' of topic '"
              + topic
              + "' cannot be read. Delete it there, if the stream is known to be the right one.");
    }
  }
}
