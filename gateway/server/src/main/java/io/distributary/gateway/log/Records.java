package io.distributary.gateway.log;

import io.distributary.schemas.event.StreamRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Kafka's records as the stream's. */
final class Records {
  private static final int EPOCH = 0;

  private Records() {}

  static StreamRecord read(ConsumerRecord<byte[], byte[]> record) {
    List<StreamRecord.Header> headers = new ArrayList<>();
    record
        .headers()
        .forEach(header -> headers.add(new StreamRecord.Header(header.key(), header.value())));
    return new StreamRecord(
        EPOCH,
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.key(),
        headers,
        record.value());
  }
}
