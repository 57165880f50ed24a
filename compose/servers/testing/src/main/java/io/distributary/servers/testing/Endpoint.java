package io.distributary.servers.testing;

import java.util.Map;

/**
 * Where a server listens.
 *
 * @param ports by the names of {@link io.distributary.servers.ServerKind#portNames}; clients use
 *     {@code port}
 */
record Endpoint(String host, Map<String, Integer> ports) {
  static final String LOOPBACK = "127.0.0.1";

  int port() {
    Integer port = ports.get("port");
    if (port == null) {
      throw new IllegalStateException("No port among " + ports.keySet());
    }
    return port;
  }
}
