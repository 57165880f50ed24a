package io.distributary.gateway.log;

import io.distributary.gateway.log.KafkaLogReader.OwnedPartitions;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer that notes on the poll thread itself which partitions come and go. Vert.x hands its
 * own listener to {@code subscribe} and tells of rebalances later, on another thread: too late for
 * pausing, and for deciding what may still be committed.
 */
final class ListeningConsumer extends KafkaConsumer<byte[], byte[]> {
  private final OwnedPartitions owned;

  ListeningConsumer(Map<String, Object> properties, OwnedPartitions owned) {
    super(properties);
    this.owned = owned;
  }

  @Override
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener vertxListener) {
    super.subscribe(topics, listener());
  }

  ConsumerRebalanceListener listener() {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        owned.assigned(numbers(partitions));
        if (owned.arePaused()) {
          pause(partitions);
        }
      }

      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        owned.taken(numbers(partitions));
      }
    };
  }

  /** A checkpoint as {@link #commitSync} wants it: with its assignment. */
  static OffsetAndMetadata offset(Checkpoint checkpoint) {
    return new OffsetAndMetadata(
        checkpoint.offset(), checkpoint.leaderEpoch(), Long.toString(checkpoint.assignment()));
  }

  /**
   * Commits what was read under assignments that still hold. The broker would take the others, too,
   * as long as we are a member of the group; the poll before may have lost them to somebody who is
   * further by now.
   */
  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, OffsetAndMetadata> ours = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          if (isOurs(partition, offset)) {
            ours.put(partition, new OffsetAndMetadata(offset.offset(), offset.leaderEpoch(), ""));
          }
        });
    if (!ours.isEmpty()) {
      super.commitSync(ours);
    }
  }

  private boolean isOurs(TopicPartition partition, OffsetAndMetadata offset) {
    long assignment = owned.assignmentOf(partition.partition());
    return assignment > 0 && offset.metadata().equals(Long.toString(assignment));
  }

  private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
  }
}
