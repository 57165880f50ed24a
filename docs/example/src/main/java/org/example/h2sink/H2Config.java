package org.example.h2sink;

import io.distributary.sink.ConfigProblems;
import io.distributary.sink.Secret;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Where a view is kept.
 *
 * @param url a JDBC URL of H2. A database in a file is named with {@code async:}, as the host
 *     interrupts calls that take too long, and H2's other file systems lose the database by that
 * @param username default {@code sa}
 * @param password default none
 * @param lockTimeout how long a statement waits for another one's lock; default 5 s
 */
public record H2Config(String url, String username, Secret password, Duration lockTimeout) {

  /** Puts in the defaults and reports what is wrong. */
  public H2Config {
    username = username == null ? "sa" : username;
    password = password == null ? new Secret("") : password;
    lockTimeout = lockTimeout == null ? Duration.ofSeconds(5) : lockTimeout;
    new ConfigProblems()
        .require(url, "url")
        .check(
            url == null || isKnown(url),
            "url",
            "It begins with jdbc:h2: and then mem:, async:, tcp: or ssl:.")
        .duration(lockTimeout, "lockTimeout", Duration.ofMillis(10), Duration.ofMinutes(1))
        .orThrow();
  }

  private static boolean isKnown(String url) {
    return Stream.of("mem:", "async:", "tcp:", "ssl:")
        .anyMatch(kind -> url.startsWith("jdbc:h2:" + kind));
  }
}
