package io.distributary.servers.neo4j;

import io.distributary.servers.boot.Heartbeat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.async.AsyncSession;
import org.neo4j.driver.async.ResultCursor;

/** A query over Bolt that looks into the store, through a driver that is kept while it works. */
final class SmallQuery implements Heartbeat.Operation {
  private static final int PATIENCE_SECONDS = 30;
  private static final String STATEMENT = "MATCH (n:ServerReady) RETURN count(n) AS found";

  private final String uri;
  private final AuthToken token;
  private @Nullable Driver driver;

  SmallQuery(int port, Optional<Password> password) {
    this.uri = "bolt://127.0.0.1:" + port;
    this.token =
        password
            .map(given -> AuthTokens.basic(Password.USER, given.value()))
            .orElseGet(AuthTokens::none);
  }

  /** A blocking call would have no time-out. */
  @Override
  public void run() throws Exception {
    Driver open = open();
    boolean answered = false;
    try {
      AsyncSession session = open.session(AsyncSession.class);
      session
          .runAsync(STATEMENT)
          .thenCompose(ResultCursor::consumeAsync)
          .thenCompose(done -> session.closeAsync())
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      answered = true;
    } finally {
      if (!answered) {
        driver = null;
        open.closeAsync();
      }
    }
  }

  private Driver open() {
    Driver open = driver;
    if (open == null) {
      Config config =
          Config.builder()
              .withMaxConnectionPoolSize(1)
              .withEventLoopThreads(1)
              .withLogging(Logging.none())
              .build();
      open = GraphDatabase.driver(uri, token, config);
      driver = open;
    }
    return open;
  }
}
