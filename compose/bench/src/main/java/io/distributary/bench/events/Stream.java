package io.distributary.bench.events;

import io.distributary.schemas.event.EncodedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic of one measurement, as the gateway wants it to be. */
public final class Stream implements AutoCloseable {
  private static final int PARTITIONS = 12;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "cleanup.policy", "delete",
          "retention.ms", "-1",
          "retention.bytes", "-1",
          "message.timestamp.type", "LogAppendTime",
          "max.message.bytes", Integer.toString(5 << 20));

  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();

  private Stream(Admin admin, KafkaProducer<byte[], byte[]> producer, String topic) {
    this.admin = admin;
    this.producer = producer;
    this.topic = topic;
  }

  /**
   * Makes the topic.
   *
   * @param prefix of the topic's name and of the groups'
   */
  public static Stream create(String bootstrapServers, String prefix)
      throws ExecutionException, InterruptedException {
    Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
    Admin admin = Admin.create(kafka);
    String topic = topic(prefix);
    NewTopic wanted = new NewTopic(topic, Optional.of(PARTITIONS), Optional.of((short) 1));
    admin.createTopics(Set.of(wanted.configs(SETTINGS))).all().get();
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("transactional.id", prefix);
    properties.put("transaction.timeout.ms", 15_000);
    properties.put("compression.type", "lz4");
    properties.put("linger.ms", 5);
    properties.put("batch.size", 128 << 10);
    properties.put("max.request.size", 5 << 20);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    return new Stream(admin, producer, topic);
  }

  public static String topic(String prefix) {
    return prefix + ".events";
  }

  /** Appends events in a transaction; nobody sees them before {@link #show}. */
  public void append(List<EncodedEvent> events) {
    producer.beginTransaction();
    for (EncodedEvent event : events) {
      ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(topic, event.key(), event.value());
      event.headers().forEach(header -> sent.headers().add(header.name(), header.value()));
      producer.send(
          sent,
          (place, failure) -> {
            if (failure == null) {
              ends.merge(
                  new TopicPartition(topic, place.partition()), place.offset() + 1, Math::max);
            }
          });
    }
    producer.flush();
  }

  /** Readers see all that was appended, at one moment. */
  public void show() {
    producer.commitTransaction();
  }

  /** Whether a group's checkpoints are behind all events. */
  public boolean isApplied(String group) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> checkpoints = checkpoints(group);
    return ends.entrySet().stream()
        .allMatch(end -> offset(checkpoints, end.getKey()) >= end.getValue());
  }

  /** How many events lie below a group's checkpoints. */
  public long applied(String group) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> checkpoints = checkpoints(group);
    return ends.keySet().stream().mapToLong(partition -> offset(checkpoints, partition)).sum();
  }

  private Map<TopicPartition, OffsetAndMetadata> checkpoints(String group)
      throws ExecutionException, InterruptedException {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
  }

  private static long offset(
      Map<TopicPartition, OffsetAndMetadata> checkpoints, TopicPartition partition) {
    OffsetAndMetadata checkpoint = checkpoints.get(partition);
    return checkpoint == null ? 0 : checkpoint.offset();
  }

  /** Deletes the topic with all events. */
  @Override
  public void close() {
    producer.close();
    admin.deleteTopics(Set.of(topic));
    admin.close();
  }
}
