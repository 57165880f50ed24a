package io.distributary.gateway;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.PartitionKeys;
import io.distributary.schemas.event.StreamRecord.Header;
import io.distributary.schemas.fhir.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Somebody else's producer, which appends whatever it likes. */
final class StrangersProducer implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> kafka;
  private final String topic;
  private final int partitions;

  /**
   * @param more properties of the producer
   */
  StrangersProducer(
      String bootstrapServers, String namespace, int partitions, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("key.serializer", ByteArraySerializer.class);
    properties.put("value.serializer", ByteArraySerializer.class);
    properties.put("max.request.size", 8 << 20);
    properties.put("linger.ms", 5);
    this.kafka = new KafkaProducer<>(properties);
    this.topic = namespace + ".events";
    this.partitions = partitions;
  }

  KafkaProducer<byte[], byte[]> kafka() {
    return kafka;
  }

  /** The whole content of a resource, as the gateway would append it. */
  Future<Version> update(ResourceId key, ResourceId id, byte[] json) {
    EncodedEvent event =
        EventCodec.encode(
            Change.UPDATED, UUID.randomUUID().toString(), "urn:stranger", key, tombstone(id));
    return append(partitionOf(key), event.key(), event.headers(), json);
  }

  /** Only its id is taken: headers do not tell what a resource holds. */
  private static Resource tombstone(ResourceId id) {
    return Resource.tombstone(id);
  }

  int partitionOf(ResourceId key) {
    return PartitionKeys.partitionOf(key, partitions);
  }

  Future<Version> append(
      int partition, byte @Nullable [] key, List<Header> headers, byte @Nullable [] value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, key, value);
    headers.forEach(header -> record.headers().add(header.name(), header.value()));
    CompletableFuture<Version> appended = new CompletableFuture<>();
    kafka.send(record, (where, failure) -> complete(appended, where, failure));
    return appended;
  }

  private static void complete(
      CompletableFuture<Version> appended, RecordMetadata where, @Nullable Exception failure) {
    if (failure == null) {
      appended.complete(Version.of(0, where.offset(), where.partition()));
    } else {
      appended.completeExceptionally(failure);
    }
  }

  /** Waits for what was sent. */
  static Version version(Future<Version> sent) {
    try {
      return sent.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("Not appended", e);
    }
  }

  @Override
  public void close() {
    kafka.close(Duration.ofSeconds(10));
  }
}
