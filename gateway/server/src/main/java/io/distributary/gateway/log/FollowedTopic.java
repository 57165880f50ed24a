package io.distributary.gateway.log;

import io.distributary.gateway.retry.Backoff;
import io.distributary.gateway.retry.Streak;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compacted topic of one partition that a follower takes in from its beginning, record by record
 * and for ever. What is written here is done when the follower has taken it in. Futures fail with
 * {@link StreamException}.
 */
public final class FollowedTopic {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedTopic.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long PATIENCE_S = 15;

  /** Its longest wait is far shorter than the patience of whoever has written something. */
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));

  private final Vertx vertx;
  private final TopicPartition partition;
  private final KafkaReadStream<byte[], byte[]> reader;
  private final KafkaWriteStream<byte[], byte[]> writer;
  private final Reached reached = new Reached();
  private final Streak failures;
  private @Nullable TopicFollower follower;
  private volatile boolean closed;

  /** Whoever keeps what the topic says. */
  public interface TopicFollower {
    /** Forgets all: the topic is read from its beginning, for the first time or once more. */
    Future<Void> begin();

    /**
     * Takes records in, in the topic's order; the next ones come when that is done. When it fails,
     * all begins anew.
     */
    Future<Void> take(List<TopicRecord> records);
  }

  /**
   * @param random what the waits before another try are drawn with
   */
  FollowedTopic(Vertx vertx, KafkaProperties properties, String name, RandomGenerator random) {
    this.vertx = vertx;
    this.partition = new TopicPartition(name, 0);
    this.failures = new Streak(BACKOFF, random);
    this.reader = KafkaReadStream.create(vertx, properties.patient().consumer());
    this.writer = KafkaWriteStream.create(vertx, properties.producer());
    this.writer.exceptionHandler(failure -> {}); // every failure reaches its own future
  }

  /** Completes when all that the topic holds now is taken in; goes on following it. */
  public Future<Void> follow(TopicFollower taking) {
    follower = taking;
    return reader
        .assign(Set.of(partition))
        .compose(assigned -> begin())
        .compose(begun -> reader.endOffsets(Set.of(partition)))
        .compose(ends -> readTo(ends.getOrDefault(partition, 0L)))
        .onSuccess(there -> poll())
        .recover(failure -> Future.failedFuture(StreamException.of(failure)));
  }

  private Future<Void> begin() {
    return follower().begin().compose(begun -> reader.seekToBeginning(Set.of(partition)));
  }

  private Future<Void> readTo(long end) {
    return reader
        .position(partition)
        .compose(
            position ->
                position >= end
                    ? Future.succeededFuture()
                    : reader.poll(POLL).compose(this::take).compose(taken -> readTo(end)));
  }

  private void poll() {
    if (!closed) {
      reader
          .poll(POLL)
          .onFailure(failure -> later(failure, this::poll))
          .onSuccess(
              polled ->
                  take(polled)
                      .onSuccess(taken -> goOn())
                      .onFailure(failure -> later(failure, this::beginAnew)));
    }
  }

  private void goOn() {
    failures.succeeded();
    poll();
  }

  private void beginAnew() {
    begin().onSuccess(begun -> poll()).onFailure(failure -> later(failure, this::beginAnew));
  }

  private void later(Throwable failure, Runnable what) {
    if (!closed) {
      LOG.warn(
          "Topic {} cannot be followed for now: {}",
          partition.topic(),
          failure.getClass().getSimpleName());
      vertx.setTimer(failures.failed().toMillis(), timer -> what.run());
    }
  }

  private Future<Void> take(ConsumerRecords<byte[], byte[]> polled) {
    List<TopicRecord> records = new ArrayList<>();
    long last = -1;
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      last = record.offset();
      if (record.key() != null) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        records.add(new TopicRecord(last, key, record.value(), Map.of()));
      }
    }
    if (polled.isEmpty()) {
      return Future.succeededFuture();
    }
    long end = last;
    return follower().take(records).onSuccess(taken -> reached.upTo(end));
  }

  /**
   * Appends records.
   *
   * @return the offset of the last one, once the follower has taken it in
   */
  public Future<Long> write(List<TopicRecord> records) {
    List<Future<RecordMetadata>> sent = records.stream().map(this::send).toList();
    return Future.all(sent)
        .map(all -> sent.stream().mapToLong(each -> each.result().offset()).max().orElse(0))
        .compose(last -> reached.at(last).map(last))
        .timeout(PATIENCE_S, TimeUnit.SECONDS)
        .recover(failure -> Future.failedFuture(StreamException.of(failure)));
  }

  private Future<RecordMetadata> send(TopicRecord record) {
    ProducerRecord<byte[], byte[]> sent =
        new ProducerRecord<>(partition.topic(), bytes(record.key()), record.value());
    record.headers().forEach((name, value) -> sent.headers().add(name, bytes(value)));
    return writer.send(sent);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private TopicFollower follower() {
    return Objects.requireNonNull(follower, "Nobody follows the topic");
  }

  Future<Void> close() {
    closed = true;
    return Future.join(reader.close(), writer.close()).mapEmpty();
  }
}
