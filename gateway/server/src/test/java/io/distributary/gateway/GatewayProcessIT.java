package io.distributary.gateway;

import static io.distributary.gateway.FourStores.VIEWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distributary.schemas.Version;
import io.distributary.servers.ServerKind;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.TestNamespace;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateways as processes, over the four real stores: killed, told to end, and frozen under load. */
@Needs({
  ServerKind.KAFKA,
  ServerKind.MONGODB,
  ServerKind.HBASE,
  ServerKind.NEO4J,
  ServerKind.ELASTICSEARCH
})
@Timeout(value = 14, unit = TimeUnit.MINUTES)
class GatewayProcessIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long SEED = 1;
  private static final int KILLS = Boolean.getBoolean("distributary.faults.all") ? 60 : 4;
  private static final int WRITERS = 8;

  /** Between one kill and the next, at most. */
  private static final int EVENTS_BETWEEN = 600;

  @TempDir private Path folder;
  private final String namespace = TestNamespace.of(GatewayProcessIT.class).name();
  private final List<GatewayProcess> gateways = new CopyOnWriteArrayList<>();
  private FourStores stores;
  private Path config;

  @BeforeEach
  void configure() throws Exception {
    stores = FourStores.shared(namespace);
    stores.emptyGraph(folder);
    config = Files.writeString(folder.resolve("gateway.yaml"), stores.configuration(folder));
  }

  private GatewayProcess start(String name) throws IOException {
    GatewayProcess gateway = new GatewayProcess(folder.resolve(name), config);
    gateways.add(gateway);
    return gateway;
  }

  @AfterEach
  void stop() throws Exception {
    for (GatewayProcess gateway : gateways) {
      gateway.close();
    }
  }

  /** FAULTS row 5: two gateways, so that each kill and each start is a rebalance, too. */
  @Test
  void gatewaysKilledAtAnyMomentLoseNothingAndMoveNoResourceBack() throws Exception {
    // Given
    Random random = new Random(SEED);
    GatewayProcess first = start("first");
    GatewayProcess second = start("second");
    first.awaitReady();
    try (StreamLoad load = new StreamLoad(stores, SEED);
        VersionWatch watch = new VersionWatch(gateways)) {
      // When
      for (int kill = 0; kill < KILLS; kill++) {
        long moment = load.appended() + random.nextInt(EVENTS_BETWEEN);
        await().atMost(PATIENCE).until(() -> load.appended() > moment);
        GatewayProcess victim = gateways.get(random.nextInt(2));
        victim.kill();
        victim.restart();
        if (random.nextBoolean()) {
          victim.awaitReady();
        }
      }
      load.end();

      // Then
      first.awaitReady();
      second.awaitReady();
      everyViewIsTheFold(load);
      assertThat(watch.setbacks()).as("seed %d", SEED).isEmpty();
      assertThat(watch.looks()).isGreaterThan(4 * KILLS);
    }
  }

  /** FAULTS row 6: it wakes up when all that it was writing has been written by another. */
  @Test
  void gatewayThatWakesUpLateMovesNothingBack() throws Exception {
    // Given
    GatewayProcess zombie = start("zombie");
    zombie.awaitReady();
    try (StreamLoad load = new StreamLoad(stores, SEED);
        VersionWatch watch = new VersionWatch(gateways)) {
      awaitSomeOf(load);
      zombie.freeze();
      try {
        awaitSomeOf(load);
        load.end();
        GatewayProcess heir = start("heir");
        heir.awaitReady();
        await().atMost(PATIENCE).until(heir::isQuiet);
      } finally {
        // When
        zombie.thaw();
      }

      // Then
      await().atMost(PATIENCE).until(zombie::isReady);
      everyViewIsTheFold(load);
      assertThat(watch.setbacks()).isEmpty();
    }
  }

  private static void awaitSomeOf(StreamLoad load) {
    long some = load.appended() + EVENTS_BETWEEN;
    await().atMost(PATIENCE).until(() -> load.appended() > some);
  }

  /** FAULTS row 18. */
  @Test
  void gatewayToldToEndUnderLoadDrainsInTimeWithExitStatusZeroAndHasLostNothing() throws Exception {
    // Given
    GatewayProcess gateway = start("first");
    gateway.awaitReady();
    Map<String, String> acknowledged = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String name = "w" + i + "-";
      writers.add(threads.submit(() -> writeUntilItIsGone(gateway, name, acknowledged)));
    }
    await().atMost(PATIENCE).until(() -> acknowledged.size() > 50 * WRITERS);
    try (OpenRequest open = new OpenRequest(gateway.port(), "open")) {
      // When
      gateway.terminate();

      // Then
      await().atMost(PATIENCE).until(() -> isDeafTo(gateway.port()));
      acknowledged.put("open", open.complete());
    }
    assertThat(gateway.awaitEnd()).as(gateway::lastLines).isZero();
    for (Future<?> writer : writers) {
      writer.get(1, TimeUnit.MINUTES);
    }
    threads.shutdown();
    gateway.restart();
    gateway.awaitReady();
    await().atMost(PATIENCE).until(gateway::isQuiet);
    for (String view : VIEWS) {
      assertThat(FourStores.held(gateway, view, "Patient"))
          .as(view)
          .containsAllEntriesOf(acknowledged);
    }
    assertThat(gateway.list("/dead-letters", "deadLetters")).isEmpty();
  }

  private static void writeUntilItIsGone(
      GatewayProcess gateway, String name, Map<String, String> acknowledged) {
    try {
      for (int i = 0; ; i++) {
        String id = name + i;
        HttpResponse<String> answer = gateway.put("/fhir/Patient/" + id, RawEvent.json(id, ""));
        if (answer.statusCode() == 201) {
          acknowledged.put(
              id, OpenRequest.version(answer.headers().firstValue("ETag").orElseThrow()));
        }
      }
    } catch (IOException gone) {
      // What was under way was not acknowledged.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it takes no more connections. */
  private static boolean isDeafTo(int port) throws IOException {
    try (Socket late = new Socket()) {
      late.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (ConnectException refused) {
      return true;
    }
  }

  private void everyViewIsTheFold(StreamLoad load) throws Exception {
    for (GatewayProcess gateway : gateways) {
      await().atMost(PATIENCE).until(gateway::isQuiet);
    }
    GatewayProcess asked = gateways.get(0);
    for (String view : VIEWS) {
      await().atMost(PATIENCE).until(() -> answers(asked, view));
      assertThat(FourStores.held(asked, view, "Patient"))
          .as("%s, seed %d", view, SEED)
          .isEqualTo(load.newest());
    }
    assertThat(letters()).as("seed %d", SEED).isEqualTo(expectedLetters(load.refused()));
  }

  /** Who was frozen for long must find its stores again. */
  private static boolean answers(GatewayProcess gateway, String view) throws Exception {
    return gateway.query(view, FourStores.all(view, "Patient")).statusCode() == 200;
  }

  private Set<String> letters() throws Exception {
    return gateways.get(0).list("/dead-letters?limit=10000", "deadLetters").stream()
        .map(letter -> letter.get("id").toString())
        .collect(Collectors.toSet());
  }

  private static Set<String> expectedLetters(Set<Version> refused) {
    return refused.stream()
        .flatMap(
            at -> VIEWS.stream().map(view -> view + ".r1." + at.partition() + "." + at.offset()))
        .collect(Collectors.toSet());
  }
}
