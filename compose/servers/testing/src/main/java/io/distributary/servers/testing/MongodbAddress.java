package io.distributary.servers.testing;

/** Where MongoDB, or its stand-in, listens. */
public record MongodbAddress(String host, int port) {
  MongodbAddress(Endpoint endpoint) {
    this(endpoint.host(), endpoint.port());
  }

  /** A connection string without a database. */
  public String uri() {
    return "mongodb://" + host + ":" + port;
  }
}
