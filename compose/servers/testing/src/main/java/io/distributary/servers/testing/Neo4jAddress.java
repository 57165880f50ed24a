package io.distributary.servers.testing;

/** Where Neo4j listens. */
public record Neo4jAddress(String host, int port) {
  Neo4jAddress(Endpoint endpoint) {
    this(endpoint.host(), endpoint.port());
  }

  /** For the driver; there is no authentication. */
  public String uri() {
    return "bolt://" + host + ":" + port;
  }
}
