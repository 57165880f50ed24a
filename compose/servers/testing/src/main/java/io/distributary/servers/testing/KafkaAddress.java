package io.distributary.servers.testing;

/** Where Kafka listens. */
public record KafkaAddress(String host, int port) {
  KafkaAddress(Endpoint endpoint) {
    this(endpoint.host(), endpoint.port());
  }

  /** The value of Kafka's {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return host + ":" + port;
  }
}
