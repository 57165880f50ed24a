package io.distributary.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.config.GatewayConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaPropertiesTest {
  private final KafkaProperties properties =
      new KafkaProperties(new GatewayConfig.Kafka("127.0.0.1:1", Map.of()));

  @Test
  void callsThatSomebodyWaitsForEndInTime() {
    assertThat(timeouts(properties)).containsOnly(5_000);
  }

  /** A new client on busy processors has been seen to need 5 s before it sent anything. */
  @Test
  void callsThatOpenTheLogAreNotGivenUpWhileAClientIsStillNew() {
    assertThat(timeouts(properties.patient())).containsOnly(30_000);
  }

  private static List<Object> timeouts(KafkaProperties properties) {
    return List.of(
        properties.admin().get("default.api.timeout.ms"),
        properties.consumer().get("default.api.timeout.ms"),
        properties.producer().get("max.block.ms"));
  }
}
