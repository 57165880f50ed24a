package io.distributary.sinks.neo4j;

import static io.distributary.servers.ServerKind.NEO4J;
import static io.distributary.sinks.neo4j.TestDatabase.write;
import static io.distributary.sinks.neo4j.TestEvents.encounter;
import static io.distributary.sinks.neo4j.TestEvents.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Neo4jAddress;
import io.distributary.servers.testing.PrivateServer;
import io.distributary.servers.testing.Servers;
import io.distributary.sink.Action;
import io.distributary.sink.Outcome;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;

@Needs(NEO4J)
class Neo4jFaultIT {
  @Test
  void killingTheServerLosesNothingThatWasAcknowledged() throws Exception {
    try (PrivateServer<Neo4jAddress> server = PrivateServer.neo4j();
        Sink<Neo4jNode> sink = new TestDatabase(server.address().uri()).openEmpty()) {
      // Given
      Map<String, String> acknowledged = new HashMap<>();
      for (int i = 0; i < 40; i++) {
        var batch =
            TestDatabase.projected(
                sink,
                List.of(patient(2 * i, "p" + i), encounter(2 * i + 1, "e" + i, "p" + i, "d")));
        assertThat(sink.writer().write(batch).outcomes()).containsOnly(Outcome.APPLIED);
        batch.forEach(item -> acknowledged.put(item.id().toString(), item.value().hash()));
      }

      // When
      server.kill();
      SinkException away =
          catchThrowableOfType(SinkException.class, () -> write(sink, patient(99, "late")));
      server.restart();

      // Then
      assertThat(away.action()).isEqualTo(Action.RETRY);
      assertThat(
              TestDatabase.scan(sink).stream()
                  .collect(Collectors.toMap(ViewEntry::name, ViewEntry::hash)))
          .isEqualTo(acknowledged);
      assertThat(write(sink, patient(99, "late"))).containsExactly(Outcome.APPLIED);
    }
  }

  @Test
  void aClosedPortAsksForRetry() {
    // When
    SinkException away =
        catchThrowableOfType(
            SinkException.class, () -> new TestDatabase("bolt://127.0.0.1:1").open(1));

    // Then
    assertThat(away.action()).isEqualTo(Action.RETRY);
    assertThat(away.reason().code()).isEqualTo("store-unreachable");
  }

  /** The other writer holds its lock between reading the version and committing. */
  @ParameterizedTest
  @CsvSource({"5, 4, 5", "5, 6, 6"})
  void aWriterThatWaitsForAnotherNeverMovesAResourceBack(long theirs, long ours, long newest)
      throws Exception {
    TestDatabase database = new TestDatabase(Servers.neo4j().uri());
    try (Sink<Neo4jNode> sink = database.openEmpty();
        Driver driver = database.driver();
        Session session = driver.session()) {
      // Given
      write(sink, patient(1, "p"));
      Transaction other = session.beginTransaction();
      other.run("MATCH (n:Ref {ref: 'Patient/p'}) SET n.version = " + theirs).consume();

      // When
      CompletableFuture<List<Outcome>> written =
          waiting(database, () -> write(sink, patient(ours, "p")));
      other.commit();

      // Then
      assertThat(written.get(1, TimeUnit.MINUTES))
          .containsExactly(ours > theirs ? Outcome.APPLIED : Outcome.STALE);
      assertThat(database.run("MATCH (n:Patient) RETURN n.version AS v"))
          .containsExactly(Map.of("v", newest));
    }
  }

  @Test
  void aRepairThatWaitsForAWriterDoesNotUndoWhatItWrites() throws Exception {
    TestDatabase database = new TestDatabase(Servers.neo4j().uri());
    try (Sink<Neo4jNode> sink = database.openEmpty();
        Driver driver = database.driver();
        Session session = driver.session()) {
      // Given
      write(sink, patient(1, "p"), patient(1, "q"));
      database.run("MATCH (n:Ref {ref: 'Patient/p'}) SET n.gender = 'altered'");
      Optional<ViewEntry> altered = TestDatabase.find(sink, "Patient/p");
      Optional<ViewEntry> extra = TestDatabase.find(sink, "Patient/q");
      Transaction other = session.beginTransaction();
      other.run("MATCH (n:Patient) SET n.version = 5").consume();

      // When
      CompletableFuture<List<Outcome>> repaired =
          waiting(
              database,
              () ->
                  List.of(
                      TestDatabase.repair(sink, "Patient/p", altered, patient(1, "p")),
                      TestDatabase.repair(sink, "Patient/q", extra)));
      other.commit();

      // Then
      assertThat(repaired.get(1, TimeUnit.MINUTES)).containsOnly(Outcome.STALE);
      assertThat(database.run("MATCH (n:Patient {version: 5}) RETURN n.ref AS ref")).hasSize(2);
    }
  }

  /** A call that another transaction's lock holds up. */
  private static CompletableFuture<List<Outcome>> waiting(
      TestDatabase database, Callable<List<Outcome>> call) {
    CompletableFuture<List<Outcome>> outcomes =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return call.call();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    await().atMost(Duration.ofMinutes(1)).until(() -> somebodyWaits(database));
    return outcomes;
  }

  private static boolean somebodyWaits(TestDatabase database) {
    return !database
        .run("SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN status")
        .isEmpty();
  }
}
