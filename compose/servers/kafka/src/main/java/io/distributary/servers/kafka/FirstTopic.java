package io.distributary.servers.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The first real operation of a broker: a topic of its own, and one acknowledged record in it. */
final class FirstTopic {
  private static final String NAME = "distributary-server-ready";
  private static final int PATIENCE_MS = 60_000;

  private FirstTopic() {}

  static void createAndAppend(String bootstrapServers) throws Exception {
    Map<String, Object> client =
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "default.api.timeout.ms", PATIENCE_MS,
            "reconnect.backoff.max.ms", 200);
    try (Admin admin = Admin.create(client)) {
      create(admin);
    }
    append(bootstrapServers);
  }

  private static void create(Admin admin) throws Exception {
    NewTopic topic =
        new NewTopic(NAME, Optional.of(1), Optional.of((short) 1))
            .configs(Map.of("retention.ms", "60000"));
    try {
      admin.createTopics(List.of(topic)).all().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static void append(String bootstrapServers) throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(client, bytes, bytes)) {
      ProducerRecord<byte[], byte[]> marker = new ProducerRecord<>(NAME, new byte[] {1});
      producer.send(marker).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
  }
}
