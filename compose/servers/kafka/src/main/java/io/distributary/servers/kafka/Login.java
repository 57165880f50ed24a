package io.distributary.servers.kafka;

import java.util.Map;

/**
 * The one user of a broker that asks for a password.
 *
 * @param password of letters, digits, {@code -} and {@code _}: it stands between quotation marks
 */
record Login(String password) {
  static final String PROTOCOL = "SASL_PLAINTEXT";
  static final String MECHANISM = "PLAIN";
  static final String USER = "distributary";

  Login {
    if (!password.matches("[A-Za-z0-9_-]{16,}")) {
      throw new IllegalArgumentException(
          "The password must be 16 or more letters, digits, hyphens and underscores");
    }
  }

  /** What a client says, this broker among them. */
  String ofClient() {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
        + USER
        + "\" password=\""
        + password
        + "\";";
  }

  /** What a listener knows; the broker itself is a client of it. */
  String ofListener() {
    return ofClient().replace(";", " user_" + USER + "=\"" + password + "\";");
  }

  Map<String, Object> client() {
    return Map.of(
        "security.protocol", PROTOCOL, "sasl.mechanism", MECHANISM, "sasl.jaas.config", ofClient());
  }

  @Override
  public String toString() {
    return "Login[" + USER + "]";
  }
}
