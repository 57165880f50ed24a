package io.distributary.servers.testing;

/** Where Elasticsearch listens. */
public record ElasticsearchAddress(String host, int port) {
  ElasticsearchAddress(Endpoint endpoint) {
    this(endpoint.host(), endpoint.port());
  }

  /** Without a slash at the end. */
  public String url() {
    return "http://" + host + ":" + port;
  }
}
