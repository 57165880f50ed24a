package io.distributary.bench.limit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.distributary.bench.events.Stream;
import io.distributary.bench.stores.Addresses;
import io.distributary.bench.stores.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic into stores for ever; commits what is in all of them. */
public final class LimitMain {
  private static final int BATCH = 1_000;
  private static final Duration POLL = Duration.ofMillis(20);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Lane> lanes;
  private final Deque<Work> underWay = new ArrayDeque<>();
  private final List<Incoming> batch = new ArrayList<>(BATCH);
  private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();

  private LimitMain(KafkaConsumer<byte[], byte[]> consumer, List<Lane> lanes) {
    this.consumer = consumer;
    this.lanes = lanes;
  }

  /**
   * @param words the namespace of topic, group and stores; the ports of Kafka, MongoDB, ZooKeeper,
   *     Neo4j and Elasticsearch; the views
   */
  public static void main(String[] words) throws IOException, InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    int[] ports = IntStream.rangeClosed(1, 5).map(i -> Integer.parseInt(words[i])).toArray();
    Addresses addresses = new Addresses(ports[0], ports[1], ports[2], ports[3], ports[4]);
    List<View> views = Arrays.stream(words).skip(6).map(View::of).toList();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(addresses, words[0])) {
      new LimitMain(consumer, lanes(views, addresses, words[0])).run();
    }
  }

  /** The words that {@link #main} takes. */
  public static List<String> words(String namespace, Addresses addresses, List<View> views) {
    List<String> words = new ArrayList<>();
    words.add(namespace);
    IntStream.of(
            addresses.kafka(),
            addresses.mongodb(),
            addresses.hbase(),
            addresses.neo4j(),
            addresses.elasticsearch())
        .mapToObj(Integer::toString)
        .forEach(words::add);
    views.forEach(view -> words.add(view.id()));
    return words;
  }

  /** The group whose checkpoints tell how far the program is. */
  public static String group(String namespace) {
    return namespace + ".limit";
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Addresses addresses, String namespace) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            addresses.bootstrapServers(),
            "group.id",
            group(namespace),
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            false,
            "max.poll.records",
            BATCH);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    String topic = Stream.topic(namespace);
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList());
    return consumer;
  }

  private static List<Lane> lanes(List<View> views, Addresses addresses, String namespace)
      throws IOException {
    List<Lane> lanes = new ArrayList<>();
    for (View view : views) {
      Lane lane = new Lane(store(view, addresses, namespace));
      lanes.add(lane);
      new Thread(lane, view.id()).start();
    }
    return lanes;
  }

  private static StoreWriter store(View view, Addresses addresses, String namespace)
      throws IOException {
    return switch (view) {
      case DOCUMENT -> new MongoLimit(addresses, namespace);
      case WIDE_COLUMN -> new HBaseLimit(addresses, namespace);
      case GRAPH -> new Neo4jLimit(addresses);
      case SEARCH -> new ElasticsearchLimit(addresses, namespace);
    };
  }

  private void run() throws IOException, InterruptedException {
    while (true) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        batch.add(decode(record));
      }
      next.putAll(records.nextOffsets());
      if (batch.size() >= BATCH || records.isEmpty()) {
        handOut();
      }
      commit();
    }
  }

  private void handOut() throws InterruptedException {
    if (next.isEmpty()) {
      return;
    }
    Work work = new Work(List.copyOf(batch), Map.copyOf(next), lanes.size());
    underWay.add(work);
    batch.clear();
    next.clear();
    for (Lane lane : lanes) {
      lane.put(work);
    }
  }

  /** Each store writes batch after batch, so what is written is a prefix of what is under way. */
  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    while (!underWay.isEmpty() && underWay.element().isWritten()) {
      done.putAll(underWay.remove().next());
    }
    if (!done.isEmpty()) {
      consumer.commitAsync(done, null);
    }
  }

  private static Incoming decode(ConsumerRecord<byte[], byte[]> record) throws IOException {
    JsonNode resource = JSON.readTree(record.value());
    Header source = record.headers().lastHeader("ce_source");
    return new Incoming(
        record.offset() << 12 | record.partition(),
        new String(record.key(), StandardCharsets.UTF_8),
        new String(source.value(), StandardCharsets.UTF_8),
        Instant.ofEpochMilli(record.timestamp()),
        resource.path("resourceType").textValue(),
        resource.path("id").textValue(),
        resource,
        record.value());
  }
}
