package io.distributary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distributary.servers.ServerKind;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.TestNamespace;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Views of the real stores that are built again while they are written and read. */
@Needs({
  ServerKind.KAFKA,
  ServerKind.MONGODB,
  ServerKind.HBASE,
  ServerKind.NEO4J,
  ServerKind.ELASTICSEARCH
})
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RebuildIT {
  private static final int PATIENTS = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private FourStores stores;

  @BeforeEach
  void findServers() throws Exception {
    stores = FourStores.shared(TestNamespace.of(RebuildIT.class).name());
    stores.emptyGraph(folder);
  }

  @Test
  void rebuildBesideTheLiveRevisionFailsNoReadAndLosesNoUpdate() throws Exception {
    try (RunningGateway gateway = new RunningGateway(folder, stores.configuration(folder)).ready();
        Load load = new Load(gateway)) {
      // Given
      load.beginWriting();
      await().atMost(PATIENCE).until(() -> load.written() > 2 * PATIENTS);
      await().atMost(PATIENCE).until(() -> isRead(gateway, "document"));
      await().atMost(PATIENCE).until(() -> isRead(gateway, "search"));
      load.beginReading();

      // When
      for (String view : List.of("document", "search")) {
        gateway.post("/views/" + view + "/rebuild");
        await().atMost(PATIENCE).until(() -> lag(gateway, view, 2) < 200);
        verifiedClean(gateway, view, 2);
        assertThat(gateway.post("/views/" + view + "/switch").body()).contains("\"live\":2");
        load.goOn();
        assertThat(gateway.post("/views/" + view + "/switch").body()).contains("\"live\":1");
        load.goOn();
        assertThat(gateway.post("/views/" + view + "/switch").body()).contains("\"live\":2");
      }
      load.end();

      // Then
      assertThat(load.failures()).isEmpty();
      assertThat(load.reads()).isGreaterThan(100);
      for (String view : List.of("document", "search")) {
        await().atMost(PATIENCE).until(() -> lag(gateway, view, 1) + lag(gateway, view, 2) == 0);
        assertThat(FourStores.held(gateway, view, "Patient")).isEqualTo(load.newest());
        verifiedClean(gateway, view, 1);
        verifiedClean(gateway, view, 2);
        gateway.delete("/views/" + view + "/revisions/1");
        await().atMost(PATIENCE).until(() -> revisions(gateway, view).size() == 1);
        assertThat(FourStores.held(gateway, view, "Patient")).isEqualTo(load.newest());
      }
    }
  }

  @Test
  void graphIsRebuiltInPlaceAndReadersAreToldSo() throws Exception {
    try (RunningGateway gateway = new RunningGateway(folder, stores.configuration(folder)).ready();
        Load load = new Load(gateway)) {
      // Given
      for (int i = 0; i < PATIENTS; i++) {
        load.write(i);
      }
      await().atMost(PATIENCE).until(() -> lag(gateway, "graph", 1) == 0);

      // When
      String answer = gateway.post("/views/graph/rebuild").body();
      List<Integer> answers = new ArrayList<>();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                answers.add(
                    gateway.query("graph", FourStores.all("graph", "Patient")).statusCode());
                return revisions(gateway, "graph").size() == 1
                    && "RUNNING".equals(gateway.json("/views/graph").get("state"));
              });

      // Then
      assertThat(answer).contains("\"live\":2");
      assertThat(answers).isSubsetOf(200, 503);
      assertThat(FourStores.held(gateway, "graph", "Patient")).isEqualTo(load.newest());
      verifiedClean(gateway, "graph", 2);
    }
  }

  private static boolean isRead(RunningGateway gateway, String view) throws Exception {
    HttpResponse<String> answer = gateway.query(view, FourStores.all(view, "Patient"));
    return answer.statusCode() == 200 && FourStores.versions(answer).containsKey("p0");
  }

  /** Verifies a revision, and expects that nothing differs. */
  private static void verifiedClean(RunningGateway gateway, String view, int revision)
      throws Exception {
    gateway.post("/views/" + view + "/verify", "{\"revision\":" + revision + "}");
    await()
        .atMost(PATIENCE)
        .until(() -> gateway.json("/views/" + view + "/verify").get("state"), "DONE"::equals);
    Map<String, Object> found = gateway.json("/views/" + view + "/verify");
    assertThat(Integer.parseInt(found.get("checked").toString())).isGreaterThanOrEqualTo(PATIENTS);
    assertThat(found)
        .containsEntry("missing", List.of())
        .containsEntry("extra", List.of())
        .containsEntry("different", List.of())
        .containsEntry("stale", List.of());
  }

  private static List<Map<String, Object>> revisions(RunningGateway gateway, String view)
      throws Exception {
    return gateway.list("/views/" + view, "revisions");
  }

  private static long lag(RunningGateway gateway, String view, int revision) throws Exception {
    return revisions(gateway, view).stream()
        .filter(each -> each.get("number").toString().equals(Integer.toString(revision)))
        .map(each -> each.get("lag"))
        .mapToLong(lag -> lag == null ? Long.MAX_VALUE / 4 : Long.parseLong(lag.toString()))
        .findFirst()
        .orElse(Long.MAX_VALUE / 4);
  }

  /** One writer without a pause, and 20 reads a second of document and search, in turn. */
  private static final class Load implements AutoCloseable {
    private final RunningGateway gateway;
    private final Map<String, String> newest = new ConcurrentHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean ending;
    private Future<?> writing;

    Load(RunningGateway gateway) {
      this.gateway = gateway;
    }

    void beginWriting() {
      writing =
          writer.submit(
              () -> {
                while (!ending) {
                  write(written.get() % PATIENTS);
                }
                return null;
              });
    }

    void beginReading() {
      reader.scheduleAtFixedRate(this::read, 50, 50, TimeUnit.MILLISECONDS);
    }

    /** The version of an acknowledged write is the resource's newest: nobody else writes it. */
    void write(int patient) throws Exception {
      String id = "p" + patient;
      var answer =
          gateway.put(
              "/fhir/Patient/" + id,
              "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"name\":[{\"family\":\"F%d\"}]}"
                  .formatted(id, written.get()));
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
      newest.put(id, answer.headers().firstValue("ETag").orElseThrow().replaceAll("\\D", ""));
      written.incrementAndGet();
    }

    private void read() {
      try {
        boolean search = reads.incrementAndGet() % 2 == 0;
        int status =
            search
                ? gateway.query("search", "{\"query\":{\"match_all\":{}},\"size\":1}").statusCode()
                : gateway.get("/fhir/Patient/p0").statusCode();
        if (status != 200) {
          failures.add((search ? "search " : "document ") + status);
        }
      } catch (Exception e) {
        failures.add(e.toString());
      }
    }

    /** Until some more has been written and read. */
    void goOn() {
      int writes = written.get() + 50;
      int seen = reads.get() + 20;
      await().atMost(PATIENCE).until(() -> written.get() > writes && reads.get() > seen);
    }

    void end() throws Exception {
      ending = true;
      writing.get(1, TimeUnit.MINUTES);
      reader.shutdown();
      assertThat(reader.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    int written() {
      return written.get();
    }

    int reads() {
      return reads.get();
    }

    List<String> failures() {
      return failures;
    }

    Map<String, String> newest() {
      return new TreeMap<>(newest);
    }

    @Override
    public void close() {
      ending = true;
      writer.shutdownNow();
      reader.shutdownNow();
    }
  }
}
