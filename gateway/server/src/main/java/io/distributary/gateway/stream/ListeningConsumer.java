package io.distributary.gateway.stream;

import io.distributary.gateway.stream.KafkaLogReader.OwnedPartitions;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer that notes on the poll thread itself which partitions come and go. Vert.x hands its
 * own listener to {@code subscribe} and tells of rebalances later, on another thread: too late for
 * deciding what may still be committed.
 */
final class ListeningConsumer extends KafkaConsumer<byte[], byte[]> {
  private final OwnedPartitions owned;

  ListeningConsumer(Map<String, Object> properties, OwnedPartitions owned) {
    super(properties);
    this.owned = owned;
  }

  @Override
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener vertxListener) {
    super.subscribe(
        topics,
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            owned.assigned(numbers(partitions));
          }

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            owned.taken(numbers(partitions));
          }
        });
  }

  private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
  }
}
