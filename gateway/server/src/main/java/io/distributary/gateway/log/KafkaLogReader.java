package io.distributary.gateway.log;

import io.distributary.schemas.event.StreamRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Reads by {@link KafkaReadStream#poll}, without handlers: see the ADR on pull mode. */
final class KafkaLogReader implements LogReader {
  private static final StreamException LOST_TAIL =
      StreamException.halt(
          "log-lost-tail",
          "The log has lost its end, which is in this view already, and other events have its offsets now. Restore the topic from a backup, or start with another stream.prefix and empty stores.");
  private static final StreamException LOST_EVENTS =
      StreamException.halt(
          "log-lost-events",
          "The log no longer has the events that come next for this view: its start was moved. Restore the topic from a backup, then run: distributary resume VIEW");

  private final KafkaReadStream<byte[], byte[]> kafka;
  private final OwnedPartitions owned = new OwnedPartitions();
  private final String topic;
  private final Consumer<StreamException> lostTail;

  /**
   * @param lostTail told when the log has lost its end
   */
  KafkaLogReader(
      Vertx vertx,
      Map<String, Object> properties,
      String topic,
      Consumer<StreamException> lostTail) {
    this.topic = topic;
    this.lostTail = lostTail;
    this.kafka = KafkaReadStream.create(vertx, new ListeningConsumer(properties, owned));
  }

  @Override
  public Future<Void> subscribe() {
    return kafka.subscribe(Set.of(topic)).recover(KafkaLogReader::failed);
  }

  @Override
  public Future<Polled> poll(Duration timeout, boolean pause) {
    return pausing(pause)
        .compose(done -> kafka.poll(timeout))
        .map(this::polled)
        .recover(
            failure ->
                failure instanceof NoOffsetForPartitionException fresh
                    ? begin(fresh.partitions())
                    : failed(failure))
        .onFailure(
            failure -> {
              if (failure == LOST_TAIL) {
                lostTail.accept(LOST_TAIL);
              }
            });
  }

  /** Partitions that are assigned while we pause are paused as they come. */
  private Future<Void> pausing(boolean pause) {
    if (!pause && !owned.arePaused()) {
      return Future.succeededFuture();
    }
    owned.pause(pause);
    Set<TopicPartition> all =
        owned.numbers().stream().map(this::partition).collect(Collectors.toSet());
    return pause ? kafka.pause(all) : kafka.resume(all);
  }

  private Polled polled(ConsumerRecords<byte[], byte[]> records) {
    List<StreamRecord> read = new ArrayList<>(records.count());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      read.add(Records.read(record));
    }
    Map<Integer, Checkpoint> next = new HashMap<>();
    records
        .nextOffsets()
        .forEach(
            (partition, offset) ->
                next.put(partition.partition(), checkpoint(partition.partition(), offset)));
    return read.isEmpty() && next.isEmpty() ? Polled.NOTHING : new Polled(read, next);
  }

  private Checkpoint checkpoint(int partition, OffsetAndMetadata next) {
    return new Checkpoint(next.offset(), next.leaderEpoch(), owned.assignmentOf(partition));
  }

  /**
   * A new group begins at the first event, by an explicit seek: {@code auto.offset.reset} is {@code
   * none}.
   */
  private Future<Polled> begin(Set<TopicPartition> fresh) {
    return kafka
        .beginningOffsets(fresh)
        .compose(
            beginnings -> {
              if (beginnings.values().stream().anyMatch(offset -> offset > 0)) {
                return Future.failedFuture(logStartMoved());
              }
              return Future.all(
                  beginnings.keySet().stream()
                      .map(partition -> kafka.seek(partition, 0L))
                      .toList());
            })
        .map(Polled.NOTHING)
        .recover(KafkaLogReader::failed);
  }

  private StreamException logStartMoved() {
    return StreamException.halt(
        "log-start-moved",
        "The log no longer begins with its first event, so this view cannot be built from it. Restore topic '"
            + topic
            + "' from a backup.");
  }

  /** Which partitions are still ours is known when the commit's turn has come, not before. */
  @Override
  public Future<Void> commit(Map<Integer, Checkpoint> done) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    done.forEach(
        (partition, checkpoint) ->
            offsets.put(partition(partition), ListeningConsumer.offset(checkpoint)));
    return kafka.commit(offsets).<Void>mapEmpty().recover(KafkaLogReader::failed);
  }

  @Override
  public Future<Void> close() {
    return kafka.close();
  }

  private TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }

  private static <T> Future<T> failed(Throwable failure) {
    if (failure instanceof StreamException) {
      return Future.failedFuture(failure);
    }
    if (failure instanceof LogTruncationException) {
      return Future.failedFuture(LOST_TAIL);
    }
    if (failure instanceof OffsetOutOfRangeException) {
      return Future.failedFuture(LOST_EVENTS);
    }
    return Future.failedFuture(StreamException.unreachable(failure));
  }

  /**
   * Which partitions are ours, and under which assignment. Told on the poll thread, asked from the
   * projector's.
   */
  static final class OwnedPartitions {
    private final Map<Integer, Long> assignments = new HashMap<>();
    private long count;
    private boolean paused;

    synchronized void assigned(Set<Integer> partitions) {
      count++;
      partitions.forEach(partition -> assignments.put(partition, count));
    }

    synchronized void taken(Set<Integer> partitions) {
      partitions.forEach(assignments::remove);
    }

    /** 0 when the partition is not ours. */
    synchronized long assignmentOf(int partition) {
      return Optional.ofNullable(assignments.get(partition)).orElse(0L);
    }

    /** Whether those that are assigned from now on begin paused. */
    synchronized void pause(boolean pause) {
      paused = pause;
    }

    synchronized boolean arePaused() {
      return paused;
    }

    synchronized Set<Integer> numbers() {
      return new HashSet<>(assignments.keySet());
    }
  }
}
