package io.distributary.bench.limit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A batch on its way into the stores, and where the log was read up to with it. */
final class Work {
  private final List<Incoming> batch;
  private final Map<TopicPartition, OffsetAndMetadata> next;
  private final AtomicInteger missing;

  /**
   * @param stores how many must write it
   */
  Work(List<Incoming> batch, Map<TopicPartition, OffsetAndMetadata> next, int stores) {
    this.batch = batch;
    this.next = next;
    this.missing = new AtomicInteger(stores);
  }

  List<Incoming> batch() {
    return batch;
  }

  Map<TopicPartition, OffsetAndMetadata> next() {
    return next;
  }

  void writtenByOne() {
    missing.decrementAndGet();
  }

  boolean isWritten() {
    return missing.get() == 0;
  }
}
