package io.distributary.gateway.log;

import io.distributary.schemas.Version;
import io.distributary.schemas.event.StreamRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Seeks and polls with a consumer of its own for each look-up. */
final class KafkaLogLookup implements LogLookup {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final KafkaProperties properties;
  private final String topic;
  private final int partitions;

  KafkaLogLookup(Vertx vertx, KafkaProperties properties, String topic, int partitions) {
    this.vertx = vertx;
    this.properties = properties;
    this.topic = topic;
    this.partitions = partitions;
  }

  @Override
  public Future<Found> find(Collection<Version> wanted, long maxBytes) {
    return vertx.executeBlocking(() -> findNow(wanted, maxBytes), false);
  }

  private Found findNow(Collection<Version> wanted, long maxBytes) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties.lookup())) {
      Search search = new Search(consumer, maxBytes);
      wanted.stream()
          .collect(Collectors.groupingBy(Version::partition, TreeMap::new, Collectors.toList()))
          .forEach(search::in);
      return new Found(search.records, search.missing);
    } catch (KafkaException e) {
      throw StreamException.unreachable(e);
    }
  }

  /** One look-up on its way through the partitions. */
  private final class Search {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<StreamRecord> records = new ArrayList<>();
    private final Set<Version> missing = new TreeSet<>();
    private long room;

    Search(KafkaConsumer<byte[], byte[]> consumer, long maxBytes) {
      this.consumer = consumer;
      this.room = maxBytes;
    }

    void in(int number, List<Version> wanted) {
      if (number >= partitions) {
        missing.addAll(wanted);
        return;
      }
      TopicPartition partition = new TopicPartition(topic, number);
      NavigableMap<Long, Version> left = new TreeMap<>();
      wanted.forEach(version -> left.put(version.offset(), version));
      consumer.assign(Set.of(partition));
      miss(left.headMap(bound(consumer.beginningOffsets(Set.of(partition)))));
      miss(left.tailMap(bound(consumer.endOffsets(Set.of(partition)))));
      while (!left.isEmpty() && room > 0) {
        seek(partition, left.firstKey());
        take(poll(partition), left, partition);
      }
    }

    private static long bound(Map<TopicPartition, Long> offsets) {
      return offsets.values().iterator().next();
    }

    private void miss(Map<Long, Version> gone) {
      missing.addAll(gone.values());
      gone.clear();
    }

    private void seek(TopicPartition partition, long offset) {
      if (consumer.position(partition) != offset) {
        consumer.seek(partition, offset);
      }
    }

    /** Until something comes, if only the end of a transaction. */
    private ConsumerRecords<byte[], byte[]> poll(TopicPartition partition) {
      long begun = System.nanoTime();
      long before = consumer.position(partition);
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
      while (polled.isEmpty() && consumer.position(partition) == before) {
        if (System.nanoTime() - begun > PATIENCE.toNanos()) {
          throw StreamException.unreachable(null);
        }
        polled = consumer.poll(POLL);
      }
      return polled;
    }

    private void take(
        ConsumerRecords<byte[], byte[]> polled,
        NavigableMap<Long, Version> left,
        TopicPartition partition) {
      for (ConsumerRecord<byte[], byte[]> record : polled) {
        if (room > 0 && left.remove(record.offset()) != null) {
          records.add(Records.read(record));
          room -= Math.max(1, records.get(records.size() - 1).size());
        }
      }
      if (room > 0) {
        miss(left.headMap(consumer.position(partition)));
      }
    }
  }
}
