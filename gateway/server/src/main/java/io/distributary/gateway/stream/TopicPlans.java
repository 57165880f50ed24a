package io.distributary.gateway.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans as the control topic has them. A change is a new record built on the last one known;
 * whoever finds that another gateway's record came between makes the change again, on top of that
 * one. So no change is lost, without a lock.
 */
final class TopicPlans implements Plans {
  private static final Logger LOG = LoggerFactory.getLogger(TopicPlans.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long PAUSE_MS = 1_000;

  private final Vertx vertx;
  private final KafkaReadStream<byte[], byte[]> reader;
  private final KafkaWriteStream<byte[], byte[]> writer;
  private final TopicPartition partition;
  private final Map<String, Known> known = new HashMap<>();
  private final Map<Long, Long> predecessors = new HashMap<>();
  private final Map<Long, Promise<Void>> awaited = new HashMap<>();
  private final List<Consumer<ViewPlan>> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  TopicPlans(Vertx vertx, KafkaProperties properties, Topics topics) {
    this.vertx = vertx;
    this.reader = KafkaReadStream.create(vertx, properties.patient().consumer());
    this.writer = KafkaWriteStream.create(vertx, properties.producer());
    this.writer.exceptionHandler(failure -> {}); // every failure reaches its own future
    this.partition = new TopicPartition(topics.control(), 0);
  }

  /** A plan and the offset of its record; -1 when there is none. */
  private record Known(ViewPlan plan, long offset) {}

  /** Reads all that is there, then follows. */
  Future<Void> follow() {
    Set<TopicPartition> all = Set.of(partition);
    return reader
        .assign(all)
        .compose(assigned -> reader.seekToBeginning(all))
        .compose(begun -> reader.endOffsets(all))
        .compose(ends -> readTo(ends.getOrDefault(partition, 0L)))
        .onSuccess(there -> poll())
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof StreamException ? failure : StreamException.away(failure)));
  }

  private Future<Void> readTo(long end) {
    return reader
        .position(partition)
        .compose(
            position ->
                position >= end
                    ? Future.succeededFuture()
                    : reader.poll(POLL).map(this::take).compose(taken -> readTo(end)));
  }

  private void poll() {
    if (closed) {
      return;
    }
    reader
        .poll(POLL)
        .map(this::take)
        .onSuccess(taken -> poll())
        .onFailure(
            failure -> {
              LOG.warn(
                  "The control topic cannot be followed for now: {}",
                  failure.getClass().getSimpleName());
              vertx.setTimer(PAUSE_MS, timer -> poll());
            });
  }

  private boolean take(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.value() != null) {
        PlanCodec.decode(new String(record.key(), StandardCharsets.UTF_8), record.value())
            .ifPresent(plan -> take(plan, record.offset()));
      }
    }
    return true;
  }

  private void take(ViewPlan plan, long offset) {
    Promise<Void> waiting;
    synchronized (this) {
      long before = known(plan.view()).offset();
      if (offset <= before) {
        return;
      }
      predecessors.put(offset, before);
      known.put(plan.view(), new Known(plan, offset));
      waiting = awaited.remove(offset);
    }
    listeners.forEach(listener -> listener.accept(plan));
    if (waiting != null) {
      waiting.complete();
    }
  }

  private synchronized Known known(String view) {
    return known.getOrDefault(view, new Known(ViewPlan.first(view), -1));
  }

  @Override
  public ViewPlan plan(String view) {
    return known(view).plan();
  }

  @Override
  public void onChange(Consumer<ViewPlan> listener) {
    listeners.add(listener);
  }

  @Override
  public Future<ViewPlan> update(String view, UnaryOperator<ViewPlan> change) {
    Known base = known(view);
    ViewPlan wanted;
    try {
      wanted = change.apply(base.plan());
    } catch (PlanException e) {
      return Future.failedFuture(e);
    }
    if (wanted.equals(base.plan())) {
      return Future.succeededFuture(wanted);
    }
    return send(wanted)
        .compose(offset -> read(offset).map(there -> predecessor(offset) == base.offset()))
        .compose(stands -> stands ? Future.succeededFuture(wanted) : update(view, change));
  }

  private Future<Long> send(ViewPlan plan) {
    return writer
        .send(
            new ProducerRecord<>(
                partition.topic(),
                PlanCodec.key(plan.view()).getBytes(StandardCharsets.UTF_8),
                PlanCodec.encode(plan)))
        .map(metadata -> metadata.offset())
        .recover(failure -> Future.failedFuture(StreamException.away(failure)));
  }

  /** Done when we have read the record at this offset. */
  private synchronized Future<Void> read(long offset) {
    return predecessors.containsKey(offset)
        ? Future.succeededFuture()
        : awaited.computeIfAbsent(offset, at -> Promise.promise()).future();
  }

  private synchronized long predecessor(long offset) {
    return predecessors.getOrDefault(offset, -1L);
  }

  Future<Void> close() {
    closed = true;
    return Future.join(reader.close(), writer.close()).mapEmpty();
  }
}
