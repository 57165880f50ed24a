package io.distributary.gateway.log;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.schemas.json.JsonLimits;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Properties of our Kafka clients: the operator's first, then what our promises rest on. */
final class KafkaProperties {
  /**
   * What a record may weigh: the largest resource, with room for key and headers (DESIGN: {@code
   * max.message.bytes}).
   */
  static final int MAX_RECORD_BYTES = JsonLimits.RESOURCE.bytes() + (1 << 20);

  private static final int API_TIMEOUT_MS = 5_000;

  /**
   * Far longer than a new client needs before it can send anything, on processors that are busy.
   */
  private static final int PATIENT_API_TIMEOUT_MS = 30_000;

  private final GatewayConfig.Kafka config;
  private final int apiTimeoutMs;

  KafkaProperties(GatewayConfig.Kafka config) {
    this(config, API_TIMEOUT_MS);
  }

  private KafkaProperties(GatewayConfig.Kafka config, int apiTimeoutMs) {
    this.config = config;
    this.apiTimeoutMs = apiTimeoutMs;
  }

  /**
   * The same for whoever opens the log: nobody waits for the answer, and a call that is given up
   * makes all of it begin anew.
   */
  KafkaProperties patient() {
    return new KafkaProperties(config, PATIENT_API_TIMEOUT_MS);
  }

  Map<String, Object> admin() {
    Map<String, Object> properties = common();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, apiTimeoutMs);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
    return properties;
  }

  /** A producer that loses and doubles nothing, and gives up in time for its caller to say so. */
  Map<String, Object> producer() {
    Map<String, Object> properties = common();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, apiTimeoutMs);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * API_TIMEOUT_MS + 2);
    return properties;
  }

  /**
   * A consumer that is told where to begin, and never commits by itself. All views share one heap:
   * hence the small fetches.
   */
  Map<String, Object> consumer() {
    Map<String, Object> properties = common();
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, apiTimeoutMs);
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
    return properties;
  }

  /**
   * A consumer that looks single records up here and there: most of a large fetch would be waste.
   */
  Map<String, Object> lookup() {
    Map<String, Object> properties = consumer();
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 << 10);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    return properties;
  }

  /** A member of a group, noticed soon when it dies. */
  Map<String, Object> member(String group, int maxRecords) {
    Map<String, Object> properties = consumer();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return properties;
  }

  private Map<String, Object> common() {
    Map<String, Object> properties = new HashMap<>(config.properties());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return properties;
  }
}
