package io.distributary.gateway.log;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.schemas.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the topics that are missing, and refuses a stream that would not keep every event for
 * ever, with the sentence that mends it. Blocks.
 */
final class TopicCheck {
  private static final Map<String, String> EVENTS =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG, "delete",
          TopicConfig.RETENTION_MS_CONFIG, "-1",
          TopicConfig.RETENTION_BYTES_CONFIG, "-1",
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KafkaProperties.MAX_RECORD_BYTES));
  private static final Map<String, String> COMPACTED =
      Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact");

  private final Admin admin;
  private final Topics topics;
  private final GatewayConfig.Stream config;

  TopicCheck(Admin admin, GatewayConfig.Stream config) {
    this.admin = admin;
    this.topics = new Topics(config.prefix());
    this.config = config;
  }

  /** What a stream is known by. */
  record Identity(Uuid topicId, int partitions) {}

  /**
   * @throws StreamException when the stream is not as it must be, or Kafka is unreachable
   */
  Identity ensure() {
    return asked(
        () -> {
          createMissing();
          Identity found = found();
          checkTail();
          return found;
        });
  }

  /**
   * The same of a stream that must be there.
   *
   * @throws StreamException when it is not as it must be, or Kafka is unreachable
   */
  Identity inspect() {
    return asked(
        () -> {
          if (!admin.listTopics().names().get().contains(topics.events())) {
            throw StreamException.halt(
                "stream-gone",
                "Topic '"
                    + topics.events()
                    + "' is gone. Restore it from a backup, and start the gateway again.");
          }
          return found();
        });
  }

  private Identity found() throws ExecutionException, InterruptedException {
    checkSettings();
    TopicDescription events = describe(topics.events());
    return new Identity(events.topicId(), events.partitions().size());
  }

  /** Partitions on which readers wait for the end of a transaction, and behind which offset. */
  Map<Integer, Long> openTransactions() {
    return asked(
        () -> {
          Map<TopicPartition, Long> stable =
              offsets(OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
          Map<TopicPartition, Long> ends =
              offsets(OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
          Map<Integer, Long> open = new HashMap<>();
          stable.forEach(
              (partition, offset) -> {
                if (offset < ends.getOrDefault(partition, 0L)) {
                  open.put(partition.partition(), offset);
                }
              });
          return open;
        });
  }

  /**
   * Looks whether a group has read what the log no longer has at its end: offsets would be given to
   * other events. The checkpoints are asked first: what is appended and read in between must not
   * look like a loss.
   *
   * @throws StreamException a halt, when it is so
   */
  void checkTail() {
    asked(
        () -> {
          Collection<Map<TopicPartition, OffsetAndMetadata>> checkpoints = checkpoints().values();
          Map<TopicPartition, Long> ends =
              offsets(OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
          for (Map<TopicPartition, OffsetAndMetadata> read : checkpoints) {
            ends.forEach((partition, end) -> checkTail(partition, end, read.get(partition)));
          }
          return true;
        });
  }

  private void checkTail(TopicPartition partition, long end, @Nullable OffsetAndMetadata read) {
    if (read != null && read.offset() > end) {
      throw StreamException.halt(
          "log-lost-tail",
          "Partition "
              + partition.partition()
              + " of topic '"
              + topics.events()
              + "' ends at offset "
              + end
              + ", and events up to "
              + read.offset()
              + " are in a view already: the log has lost its end. Restore the topic from a backup, or start with another stream.prefix and empty stores.");
    }
  }

  /** Of the groups of all views and revisions. */
  private Map<String, Map<TopicPartition, OffsetAndMetadata>> checkpoints()
      throws ExecutionException, InterruptedException {
    Map<String, ListConsumerGroupOffsetsSpec> ours = new HashMap<>();
    for (GroupListing group : admin.listGroups().all().get()) {
      if (topics.isGroup(group.groupId())) {
        ours.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
      }
    }
    return ours.isEmpty() ? Map.of() : admin.listConsumerGroupOffsets(ours).all().get();
  }

  /** Whether the log no longer begins with its first event. */
  Optional<Reason> movedStart() {
    Map<TopicPartition, Long> starts =
        asked(() -> offsets(OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED));
    return starts.entrySet().stream()
        .filter(start -> start.getValue() > 0)
        .findFirst()
        .map(
            start ->
                new Reason(
                    "log-start-moved",
                    "Partition "
                        + start.getKey().partition()
                        + " of topic '"
                        + topics.events()
                        + "' begins at offset "
                        + start.getValue()
                        + ": earlier events are gone, so no view can be built again. Restore the topic from a backup."));
  }

  private Map<TopicPartition, Long> offsets(OffsetSpec spec, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    describe(topics.events())
        .partitions()
        .forEach(
            partition ->
                wanted.put(new TopicPartition(topics.events(), partition.partition()), spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(wanted, new ListOffsetsOptions(isolation))
        .all()
        .get()
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  /** Questions to the broker. */
  private interface Question<T> {
    T ask() throws ExecutionException, InterruptedException;
  }

  private static <T> T asked(Question<T> question) {
    try {
      return question.ask();
    } catch (ExecutionException e) {
      throw StreamException.unreachable(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StreamException.unreachable(e);
    }
  }

  /**
   * Compares the stream with what was remembered of it.
   *
   * @throws StreamException when the topic was made anew, or has another number of partitions,
   *     behind our back
   */
  void compare(Identity remembered, Identity found) {
    if (!remembered.topicId().equals(found.topicId())) {
      throw StreamException.halt(
          "stream-recreated",
          "Topic '"
              + topics.events()
              + "' is not the one that the views were built from: it was deleted and made anew. Restore it, or start with another stream.prefix.");
    }
    if (remembered.partitions() != found.partitions()) {
      throw StreamException.halt(
          "partitions-changed",
          "Topic '"
              + topics.events()
              + "' had "
              + remembered.partitions()
              + " partitions and has "
              + found.partitions()
              + " now, so keys lie in other partitions than before. Restore it; partitions are added by copying the stream into a new topic.");
    }
  }

  private void createMissing() throws ExecutionException, InterruptedException {
    Set<String> existing = admin.listTopics().names().get();
    List<NewTopic> missing = new ArrayList<>();
    wanted()
        .forEach(
            (name, topic) -> {
              if (!existing.contains(name)) {
                missing.add(topic);
              }
            });
    if (!missing.isEmpty() && !config.createTopics()) {
      throw StreamException.halt(
          "topics-missing",
          "Topics are missing: "
              + String.join(", ", missing.stream().map(NewTopic::name).sorted().toList())
              + ". Create them, or set stream.createTopics: true.");
    }
    create(missing);
  }

  private Map<String, NewTopic> wanted() {
    Map<String, NewTopic> wanted = new HashMap<>();
    wanted.put(topics.events(), topic(topics.events(), config.partitions(), EVENTS));
    wanted.put(topics.deadLetters(), topic(topics.deadLetters(), 1, COMPACTED));
    wanted.put(topics.control(), topic(topics.control(), 1, COMPACTED));
    return wanted;
  }

  private NewTopic topic(String name, int partitions, Map<String, String> settings) {
    return new NewTopic(
            name, Optional.of(partitions), Optional.of(config.replicationFactor().shortValue()))
        .configs(settings);
  }

  /** Another gateway may create them at the same time. */
  private void create(List<NewTopic> missing) throws ExecutionException, InterruptedException {
    for (var created : admin.createTopics(missing).values().values()) {
      try {
        created.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private void checkSettings() throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topics.events());
    Config found =
        Objects.requireNonNull(admin.describeConfigs(Set.of(resource)).all().get().get(resource));
    List<String> wrong = new ArrayList<>();
    EVENTS.forEach(
        (name, value) -> {
          if (!isRight(name, value, found.get(name).value())) {
            wrong.add(name + "=" + value);
          }
        });
    if (!wrong.isEmpty()) {
      wrong.sort(null);
      throw StreamException.halt(
          "stream-settings",
          "Topic '"
              + topics.events()
              + "' would not keep every event for ever. Mend it with: kafka-configs.sh --bootstrap-server … --alter --entity-type topics --entity-name "
              + topics.events()
              + " --add-config "
              + String.join(",", wrong));
    }
  }

  private static boolean isRight(String name, String wanted, String found) {
    return name.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
        ? Long.parseLong(found) >= Long.parseLong(wanted)
        : wanted.equals(found);
  }

  private TopicDescription describe(String topic) throws ExecutionException, InterruptedException {
    return Objects.requireNonNull(
        admin.describeTopics(Set.of(topic)).allTopicNames().get().get(topic));
  }
}
