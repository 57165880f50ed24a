package io.distributary.servers.kafka;

import static io.distributary.servers.ServerKind.KAFKA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.servers.Ports;
import io.distributary.servers.ServerProcess;
import io.distributary.servers.testing.KafkaAddress;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.PrivateServer;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Needs(KAFKA)
class KafkaServerIT {
  private final String topic = TestNamespace.of(KafkaServerIT.class).name();

  @Test
  void whatWasAppendedIsRead() throws Exception {
    // Given
    KafkaAddress kafka = Servers.kafka();
    createTopic(kafka);
    List<String> written = values("event", 100);

    // When
    append(kafka, written);

    // Then
    assertThat(read(kafka, written.size())).isEqualTo(written);
  }

  @Test
  void acknowledgedRecordsSurviveAKill() throws Exception {
    try (PrivateServer<KafkaAddress> server = PrivateServer.kafka()) {
      // Given
      KafkaAddress kafka = server.address();
      createTopic(kafka);
      List<String> written = values("event", 2_000);
      append(kafka, written);

      // When
      server.kill();
      server.restart();

      // Then
      assertThat(read(kafka, written.size())).isEqualTo(written);
    }
  }

  @Test
  void brokerWithAPasswordLetsNobodyInWithoutIt(@TempDir Path folder) throws Exception {
    // Given
    Path password = Files.writeString(folder.resolve("password"), "canary-of-this-test\n");
    Map<String, Integer> ports = Ports.pick(KAFKA.portNames(), folder.toString());
    Path root = Path.of(System.getProperty("distributary.root", "../../..")).toRealPath();

    // When
    try (ServerProcess broker =
        KAFKA
            .launch(
                root, folder.resolve("data"), folder.resolve("log"), ports, Optional.of(password))
            .start()) {
      broker.awaitReady(Duration.ofMinutes(3));

      // Then
      for (int port : ports.values()) { // the controller's too
        assertThatThrownBy(() -> topics(port, Map.of())).isInstanceOf(ExecutionException.class);
      }
      int port = ports.getOrDefault("port", 0);
      assertThat(topics(port, new Login("canary-of-this-test").client())).isNotEmpty();
      assertThatThrownBy(() -> topics(port, new Login("another-password-1").client()))
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  private static Set<String> topics(int port, Map<String, Object> login) throws Exception {
    Map<String, Object> client = new HashMap<>(login);
    client.put("bootstrap.servers", "127.0.0.1:" + port);
    client.put("default.api.timeout.ms", 10_000);
    client.put("request.timeout.ms", 10_000);
    try (Admin admin = Admin.create(client)) {
      return admin.listTopics().names().get();
    }
  }

  private static List<String> values(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private void createTopic(KafkaAddress kafka) throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  private void append(KafkaAddress kafka, List<String> values) throws Exception {
    Map<String, Object> client =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
    StringSerializer text = new StringSerializer();
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(client, text, text)) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (String value : values) {
        sent.add(producer.send(new ProducerRecord<>(topic, "key", value)));
      }
      for (Future<RecordMetadata> acknowledged : sent) {
        acknowledged.get();
      }
    }
  }

  private List<String> read(KafkaAddress kafka, int count) {
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    StringDeserializer text = new StringDeserializer();
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(client, text, text)) {
      List<TopicPartition> only = List.of(new TopicPartition(topic, 0));
      consumer.assign(only);
      consumer.seekToBeginning(only);
      while (values.size() < count) {
        consumer.poll(Duration.ofSeconds(1)).forEach(event -> values.add(event.value()));
      }
    }
    return values;
  }
}
