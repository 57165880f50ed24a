package io.distributary.gateway.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads a small compacted topic of one partition from its beginning to its present end. Blocks. */
final class CompactedTopic {
  private static final Duration POLL = Duration.ofMillis(500);

  private CompactedTopic() {}

  /**
   * The last value of every key, in the order of their last writing; keys with tombstones left out.
   *
   * @throws StreamException when Kafka is unreachable
   */
  static Map<String, byte[]> read(Map<String, Object> consumerProperties, String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerProperties)) {
      consumer.assign(Set.of(partition));
      consumer.seekToBeginning(Set.of(partition));
      return read(consumer, partition);
    } catch (KafkaException e) {
      throw StreamException.unreachable(e);
    }
  }

  private static Map<String, byte[]> read(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
    Map<String, byte[]> latest = new LinkedHashMap<>();
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        latest.remove(key);
        if (record.value() != null) {
          latest.put(key, record.value());
        }
      }
    }
    return latest;
  }
}
