package io.distributary.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.gateway.log.KafkaLogReader.OwnedPartitions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without a broker, and without a group: a commit that reaches Kafka's client is refused by it. */
class ListeningConsumerTest {
  private static final TopicPartition PARTITION = new TopicPartition("events", 0);

  private final OwnedPartitions owned = new OwnedPartitions();
  private final ListeningConsumer consumer =
      new ListeningConsumer(
          Map.of(
              ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
              "127.0.0.1:1",
              ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
              ByteArrayDeserializer.class,
              ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
              ByteArrayDeserializer.class),
          owned);

  @AfterEach
  void close() {
    consumer.close();
  }

  @Test
  void checkpointsOfAnEarlierAssignmentAreNotCommitted() {
    // Given
    owned.assigned(Set.of(0));
    Checkpoint earlier = new Checkpoint(10, Optional.empty(), owned.assignmentOf(0));
    owned.taken(Set.of(0));
    owned.assigned(Set.of(0));
    Checkpoint now = new Checkpoint(10, Optional.empty(), owned.assignmentOf(0));

    // When, Then
    assertThatCode(() -> commit(earlier)).doesNotThrowAnyException();
    assertThatThrownBy(() -> commit(now)).isInstanceOf(InvalidGroupIdException.class);
  }

  @Test
  void partitionsThatComeDuringAPauseArePaused() {
    // Given
    consumer.assign(List.of(PARTITION));
    owned.pause(true);

    // When
    consumer.listener().onPartitionsAssigned(List.of(PARTITION));

    // Then
    assertThat(consumer.paused()).containsExactly(PARTITION);
  }

  @Test
  void partitionsThatComeAtOtherTimesAreRead() {
    // Given
    consumer.assign(List.of(PARTITION));

    // When
    consumer.listener().onPartitionsAssigned(List.of(PARTITION));

    // Then
    assertThat(consumer.paused()).isEmpty();
    assertThat(owned.numbers()).containsExactly(0);
  }

  private void commit(Checkpoint checkpoint) {
    consumer.commitSync(Map.of(PARTITION, ListeningConsumer.offset(checkpoint)));
  }
}
