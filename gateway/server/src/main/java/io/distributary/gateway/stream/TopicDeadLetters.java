package io.distributary.gateway.stream;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters' topic and an index of its content. The follower alone changes the index, in the
 * topic's order; whoever writes waits until it has come by.
 */
final class TopicDeadLetters implements DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(TopicDeadLetters.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long PAUSE_MS = 1_000;
  private static final long PATIENCE_S = 15;

  private final Vertx vertx;
  private final KafkaReadStream<byte[], byte[]> reader;
  private final KafkaWriteStream<byte[], byte[]> writer;
  private final Topics topics;
  private final Set<TopicPartition> partition;
  private final Reached reached = new Reached();
  private volatile LetterIndex index;
  private volatile boolean closed;

  TopicDeadLetters(Vertx vertx, KafkaProperties properties, Topics topics, LetterIndex empty) {
    this.vertx = vertx;
    this.topics = topics;
    this.index = empty;
    this.partition = Set.of(new TopicPartition(topics.deadLetters(), 0));
    this.reader = KafkaReadStream.create(vertx, properties.patient().consumer());
    this.writer = KafkaWriteStream.create(vertx, properties.producer());
    this.writer.exceptionHandler(failure -> {}); // every failure reaches its own future
  }

  /** Completes when all that the topic holds now is read; goes on following it. */
  Future<Void> follow() {
    return reader
        .assign(partition)
        .compose(assigned -> reader.seekToBeginning(partition))
        .compose(begun -> reader.endOffsets(partition))
        .compose(ends -> readTo(ends.values().stream().mapToLong(end -> end).max().orElse(0)))
        .onSuccess(there -> poll())
        .recover(TopicDeadLetters::away);
  }

  private Future<Void> readTo(long end) {
    return reader
        .position(partition.iterator().next())
        .compose(
            position ->
                position >= end
                    ? Future.succeededFuture()
                    : reader.poll(POLL).compose(this::take).compose(taken -> readTo(end)));
  }

  private void poll() {
    if (!closed) {
      reader.poll(POLL).compose(this::take).onSuccess(taken -> poll()).onFailure(this::mend);
    }
  }

  private void mend(Throwable failure) {
    if (closed) {
      return;
    }
    LOG.warn("Dead letters cannot be followed for now: {}", failure.getClass().getSimpleName());
    vertx.setTimer(
        PAUSE_MS,
        timer -> {
          if (failure instanceof MVStoreException) {
            beginAnew().onSuccess(begun -> poll()).onFailure(this::mend);
          } else {
            poll();
          }
        });
  }

  /** The index is lost, as when its disk was full: the topic gives it back. */
  private Future<Void> beginAnew() {
    return blocking(
            () -> {
              index.close();
              index = LetterIndex.create();
              return true;
            })
        .compose(fresh -> reader.seekToBeginning(partition));
  }

  private Future<Void> take(ConsumerRecords<byte[], byte[]> records) {
    if (records.isEmpty()) {
      return Future.succeededFuture();
    }
    return blocking(
            () -> {
              long last = -1;
              for (ConsumerRecord<byte[], byte[]> record : records) {
                take(record);
                last = record.offset();
              }
              return last;
            })
        .onSuccess(reached::upTo)
        .mapEmpty();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Optional<LetterKey> key = key(record.key());
    if (key.isEmpty()) {
      return;
    }
    letter(record.value())
        .filter(letter -> letter.key().equals(key.get()))
        .ifPresentOrElse(index::put, () -> index.remove(key.get()));
  }

  private static Optional<LetterKey> key(byte @Nullable [] key) {
    return key == null
        ? Optional.empty()
        : LetterKey.ofTopicKey(new String(key, StandardCharsets.UTF_8));
  }

  private static Optional<DeadLetter> letter(byte @Nullable [] value) {
    return value == null ? Optional.empty() : LetterCodec.decode(value);
  }

  @Override
  public Future<Void> write(Collection<DeadLetter> letters) {
    return send(
        letters.stream()
            .map(letter -> LetterCodec.encode(topics.deadLetters(), topics.events(), letter))
            .toList());
  }

  @Override
  public Future<Void> forget(Collection<DeadLetter> letters) {
    return send(
        letters.stream()
            .map(letter -> LetterCodec.tombstone(topics.deadLetters(), letter))
            .toList());
  }

  private Future<Void> send(List<ProducerRecord<byte[], byte[]>> records) {
    if (records.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Future<RecordMetadata>> sent = records.stream().map(writer::send).toList();
    return Future.all(sent)
        .map(all -> sent.stream().mapToLong(each -> each.result().offset()).max().orElse(0))
        .compose(reached::at)
        .timeout(PATIENCE_S, TimeUnit.SECONDS)
        .recover(TopicDeadLetters::away);
  }

  private static <T> Future<T> away(Throwable failure) {
    return Future.failedFuture(
        failure instanceof StreamException ? failure : StreamException.away(failure));
  }

  @Override
  public Future<LetterPage> list(LetterSelection which, int limit) {
    return asked(() -> index.list(which, limit));
  }

  @Override
  public Future<List<DeadLetter>> after(LetterSelection which, Optional<String> last, int limit) {
    return asked(() -> index.after(which, last.flatMap(LetterKey::ofId), limit));
  }

  @Override
  public Future<List<DeadLetter>> find(Collection<String> ids) {
    return asked(
        () ->
            ids.stream()
                .flatMap(id -> LetterKey.ofId(id).stream())
                .flatMap(key -> index.find(key).stream())
                .toList());
  }

  @Override
  public Future<Long> count(LetterSelection which) {
    return asked(() -> index.count(which));
  }

  @Override
  public Future<List<DeadLetter>> overtaken(
      String view, int revision, Map<ResourceId, Version> applied, int limit) {
    return index.hasOpen(view, revision)
        ? asked(() -> index.overtaken(view, revision, applied, limit))
        : Future.succeededFuture(List.of());
  }

  @Override
  public long count(String view, int revision) {
    return index.count(view, revision);
  }

  private <T> Future<T> asked(Callable<T> question) {
    return blocking(question).recover(TopicDeadLetters::away);
  }

  private <T> Future<T> blocking(Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }

  Future<Void> close() {
    closed = true;
    return Future.join(reader.close(), writer.close())
        .transform(
            done ->
                blocking(
                    () -> {
                      index.close();
                      return true;
                    }))
        .mapEmpty();
  }
}
