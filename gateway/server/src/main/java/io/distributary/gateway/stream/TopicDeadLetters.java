package io.distributary.gateway.stream;

import io.distributary.schemas.ResourceId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters' topic and its content in memory, by key. Letters are small, and few unless
 * something is very wrong.
 */
final class TopicDeadLetters implements DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(TopicDeadLetters.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long PAUSE_MS = 1_000;

  private final Vertx vertx;
  private final KafkaReadStream<byte[], byte[]> reader;
  private final KafkaWriteStream<byte[], byte[]> writer;
  private final Topics topics;
  private final Map<String, DeadLetter> letters = new LinkedHashMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private volatile boolean closed;

  /**
   * @param known what the topic holds already; the follower begins behind it, or reads some of it
   *     again
   */
  TopicDeadLetters(
      Vertx vertx, KafkaProperties properties, Topics topics, Map<String, byte[]> known) {
    this.vertx = vertx;
    this.topics = topics;
    this.reader = KafkaReadStream.create(vertx, properties.consumer());
    this.writer = KafkaWriteStream.create(vertx, properties.producer());
    this.writer.exceptionHandler(failure -> {}); // every failure reaches its own future
    known.forEach(this::take);
  }

  Future<Void> follow() {
    Set<TopicPartition> all = Set.of(new TopicPartition(topics.deadLetters(), 0));
    return reader
        .assign(all)
        .compose(assigned -> reader.seekToBeginning(all))
        .onSuccess(begun -> poll());
  }

  private void poll() {
    if (closed) {
      return;
    }
    reader
        .poll(POLL)
        .onSuccess(
            records -> {
              take(records);
              poll();
            })
        .onFailure(
            failure -> {
              LOG.warn(
                  "Dead letters cannot be followed for now: {}",
                  failure.getClass().getSimpleName());
              vertx.setTimer(PAUSE_MS, timer -> poll());
            });
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      take(new String(record.key(), StandardCharsets.UTF_8), record.value());
    }
  }

  private void take(String key, byte @Nullable [] value) {
    Optional<DeadLetter> letter = value == null ? Optional.empty() : LetterCodec.decode(value);
    letter.ifPresentOrElse(known -> put(key, known), () -> remove(key));
  }

  private synchronized void put(String key, DeadLetter letter) {
    if (letters.put(key, letter) == null) {
      counts.merge(letter.view(), 1L, Long::sum);
    }
  }

  private synchronized void remove(String key) {
    DeadLetter gone = letters.remove(key);
    if (gone != null) {
      counts.merge(gone.view(), -1L, Long::sum);
    }
  }

  @Override
  public Future<Void> write(Collection<DeadLetter> refused) {
    List<Future<Void>> sent = refused.stream().map(this::write).toList();
    return Future.all(sent)
        .<Void>mapEmpty()
        .recover(failure -> Future.failedFuture(StreamException.away(failure)));
  }

  private Future<Void> write(DeadLetter letter) {
    return writer
        .send(LetterCodec.encode(topics.deadLetters(), topics.events(), letter))
        .onSuccess(sent -> put(LetterCodec.key(letter), letter))
        .mapEmpty();
  }

  @Override
  public List<DeadLetter> list(Optional<String> view) {
    Comparator<DeadLetter> oldestFirst =
        Comparator.comparing(DeadLetter::at).thenComparing(DeadLetter::id);
    return select(letter -> view.isEmpty() || letter.view().equals(view.get()))
        .sorted(oldestFirst)
        .toList();
  }

  @Override
  public Optional<DeadLetter> find(String id) {
    return select(letter -> letter.id().equals(id)).findFirst();
  }

  @Override
  public List<DeadLetter> open(String view, Set<ResourceId> subjects) {
    return count(view) == 0 ? List.of() : select(letter -> letter.isOpen(view, subjects)).toList();
  }

  @Override
  public synchronized long count(String view) {
    return counts.getOrDefault(view, 0L);
  }

  private synchronized Stream<DeadLetter> select(Predicate<DeadLetter> wanted) {
    return letters.values().stream().filter(wanted).toList().stream();
  }

  Future<Void> close() {
    closed = true;
    return Future.join(reader.close(), writer.close()).mapEmpty();
  }
}
