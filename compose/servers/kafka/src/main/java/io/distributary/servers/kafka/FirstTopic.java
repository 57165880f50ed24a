package io.distributary.servers.kafka;

import io.distributary.servers.boot.Heartbeat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The first real operation of a broker: a topic of its own, and one acknowledged record in it. */
final class FirstTopic {
  private static final String NAME = "distributary-server-ready";
  private static final int PATIENCE_MS = 150_000;
  private static final int LOOK_MS = 30_000;

  private final Map<String, Object> client;

  /**
   * @param login properties that a client needs to get in; none where everybody does
   */
  FirstTopic(String bootstrapServers, Map<String, Object> login) {
    client = new HashMap<>(login);
    client.put("bootstrap.servers", bootstrapServers);
    client.put("reconnect.backoff.max.ms", 200);
  }

  void createAndAppend() throws Exception {
    try (Admin admin = admin(PATIENCE_MS)) {
      create(admin);
    }
    append();
  }

  /** Asks the topic's leader for its end, through one client that is kept. */
  @SuppressWarnings("resource") // it ends with this process
  Heartbeat.Operation look() {
    Admin admin = admin(LOOK_MS);
    TopicPartition partition = new TopicPartition(NAME, 0);
    return () ->
        admin
            .listOffsets(Map.of(partition, OffsetSpec.latest()))
            .all()
            .get(LOOK_MS, TimeUnit.MILLISECONDS);
  }

  private Admin admin(int patienceMillis) {
    Map<String, Object> patient = new HashMap<>(client);
    patient.put("default.api.timeout.ms", patienceMillis);
    return Admin.create(patient);
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

  private void append() throws Exception {
    Map<String, Object> whole = new HashMap<>(client);
    whole.put("acks", "all");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(whole, bytes, bytes)) {
      ProducerRecord<byte[], byte[]> marker = new ProducerRecord<>(NAME, new byte[] {1});
      producer.send(marker).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
  }
}
