package io.distributary.gateway.log;

import io.distributary.schemas.Position;
import io.distributary.schemas.event.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A consumer of no group, which is told where to begin and where to end. */
final class KafkaLogRange implements LogRange {
  private static final int EPOCH = 0;
  private static final Duration POLL = Duration.ofMillis(500);

  /** Polls without anything after which Kafka counts as unreachable. */
  private static final int PATIENCE = 60;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final Set<TopicPartition> all;

  KafkaLogRange(Map<String, Object> properties, String topic, int partitions) {
    this.consumer = new KafkaConsumer<>(properties);
    this.topic = topic;
    this.all = IntStream.range(0, partitions).mapToObj(this::partition).collect(Collectors.toSet());
  }

  @Override
  public Position end() {
    TreeMap<Integer, Long> ends = new TreeMap<>();
    ask(() -> consumer.endOffsets(all))
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return new Position(EPOCH, ends);
  }

  @Override
  public void read(Position from, Position to, Consumer<List<StreamRecord>> visitor) {
    Set<TopicPartition> open =
        all.stream()
            .filter(each -> from.offset(each.partition()) < to.offset(each.partition()))
            .collect(Collectors.toCollection(HashSet::new));
    requireAll(open, from, to);
    begin(open, from);
    int nothing = 0;
    while (!open.isEmpty()) {
      List<StreamRecord> records = poll(open, to);
      nothing = records.isEmpty() ? nothing + 1 : 0;
      if (nothing == PATIENCE) {
        throw StreamException.unreachable(null);
      }
      visitor.accept(records);
    }
  }

  @Override
  public void follow(Position from, Follower follower) {
    requireAll(all, from, from);
    begin(all, from);
    boolean wanted = true;
    while (wanted) {
      List<StreamRecord> records = poll();
      wanted = follower.take(records, reached());
    }
  }

  private Position reached() {
    TreeMap<Integer, Long> next = new TreeMap<>();
    all.forEach(each -> next.put(each.partition(), next(each)));
    return new Position(EPOCH, next);
  }

  /** All of the stretch must be there: what is read is the truth about somebody else. */
  private void requireAll(Set<TopicPartition> open, Position from, Position to) {
    Map<TopicPartition, Long> begins = ask(() -> consumer.beginningOffsets(open));
    Map<TopicPartition, Long> ends = ask(() -> consumer.endOffsets(open));
    for (TopicPartition each : open) {
      boolean begun = begins.getOrDefault(each, 0L) <= from.offset(each.partition());
      if (!begun || ends.getOrDefault(each, 0L) < to.offset(each.partition())) {
        throw lostEvents();
      }
    }
  }

  private StreamException lostEvents() {
    return StreamException.halt(
        "log-lost-events",
        "The log no longer has all events that are needed: its start was moved, or it lost its tail. Restore topic '"
            + topic
            + "' from a backup.");
  }

  private void begin(Set<TopicPartition> open, Position from) {
    consumer.assign(open);
    consumer.resume(open);
    open.forEach(each -> consumer.seek(each, from.offset(each.partition())));
  }

  /** Polls once; partitions that are read to their end are paused, and no longer open. */
  private List<StreamRecord> poll(Set<TopicPartition> open, Position to) {
    List<StreamRecord> records = poll();
    records.removeIf(record -> record.offset() >= to.offset(record.partition()));
    Set<TopicPartition> done =
        open.stream()
            .filter(each -> next(each) >= to.offset(each.partition()))
            .collect(Collectors.toSet());
    consumer.pause(done);
    open.removeAll(done);
    return records;
  }

  private List<StreamRecord> poll() {
    ConsumerRecords<byte[], byte[]> polled = ask(() -> consumer.poll(POLL));
    List<StreamRecord> records = new ArrayList<>(polled.count());
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      records.add(Records.read(record));
    }
    return records;
  }

  private long next(TopicPartition partition) {
    return ask(() -> consumer.position(partition));
  }

  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (OffsetOutOfRangeException e) {
      throw lostEvents();
    } catch (KafkaException e) {
      throw StreamException.unreachable(e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }
}
