package io.distributary.gateway.log;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.PartitionKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Appends through one idempotent producer; computes the partition itself, so that no client
 * library's default decides it.
 */
final class KafkaAppender implements EventAppender {
  private static final int EPOCH = 0;

  private final KafkaWriteStream<byte[], byte[]> kafka;
  private final String topic;
  private final int partitions;

  /**
   * @param partitions how many the topic has
   */
  KafkaAppender(Vertx vertx, Map<String, Object> properties, String topic, int partitions) {
    this.kafka = KafkaWriteStream.create(vertx, properties);
    this.kafka.exceptionHandler(failure -> {}); // every failure reaches its own future
    this.topic = topic;
    this.partitions = partitions;
  }

  @Override
  public Future<Appended> append(ResourceId key, EncodedEvent event) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic, PartitionKeys.partitionOf(key, partitions), event.key(), event.value());
    event.headers().forEach(header -> record.headers().add(header.name(), header.value()));
    return kafka
        .send(record)
        .map(KafkaAppender::appended)
        .recover(failure -> Future.failedFuture(StreamException.unreachable(failure)));
  }

  private static Appended appended(RecordMetadata metadata) {
    return new Appended(
        Version.of(EPOCH, metadata.offset(), metadata.partition()),
        Instant.ofEpochMilli(metadata.timestamp()));
  }

  Future<Void> close() {
    return kafka.close();
  }
}
