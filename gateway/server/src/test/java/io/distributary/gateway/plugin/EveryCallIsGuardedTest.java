package io.distributary.gateway.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.config.ConfigBinder;
import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.plugin.RecordedPlugin.Call;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.Correction;
import io.distributary.sink.Cursor;
import io.distributary.sink.Maintenance;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.Projected;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plugin that records who calls it, used as the gateway uses plugins. */
class EveryCallIsGuardedTest {
  private static final String VIEW = "recorded";
  private static final ResourceId ID = ResourceId.parse("Patient/a");
  private static final ReadContext CONTEXT =
      ReadContext.of("test", Instant.now().plus(Duration.ofHours(1)), Clock.systemUTC())
          .capped(10, 1000);

  /** What stays on its caller's thread: reads, which others give up, and what one event costs. */
  private static final Set<String> IN_PLACE =
      Set.of(
          "ResourceReader.read",
          "ResourceReader.readAll",
          "ResourceReader.heads",
          "ChartReader.chart",
          "TypeReader.type",
          "HistoryReader.history",
          "HistoryReader.version",
          "NativeQuery.query",
          "Projection.project",
          "Projection.hash");

  /** By their words in metrics; the rest is asked while the plugin is loaded or opened. */
  private static final Map<String, String> MEASURED =
      Map.ofEntries(
          Map.entry("SinkPlugin.open", "open"),
          Map.entry("Closing.run", "close"),
          Map.entry("Maintenance.drop", "drop"),
          Map.entry("Maintenance.count", "count"),
          Map.entry("Maintenance.scan", "scan"),
          Map.entry("Maintenance.find", "find"),
          Map.entry("ResourceReader.read", "read"),
          Map.entry("ResourceReader.readAll", "read-all"),
          Map.entry("ResourceReader.heads", "heads"),
          Map.entry("ChartReader.chart", "chart"),
          Map.entry("TypeReader.type", "type"),
          Map.entry("HistoryReader.history", "history"),
          Map.entry("HistoryReader.version", "version"),
          Map.entry("NativeQuery.query", "query"),
          Map.entry("Projection.project", "project"),
          Map.entry("Projection.hash", "hash"));

  private final ClassLoader loader =
      new URLClassLoader(new URL[0], EveryCallIsGuardedTest.class.getClassLoader());
  private final RecordedPlugin recorded = new RecordedPlugin();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @BeforeEach
  void everythingThatTheContractKnowsIsCalled() throws Exception {
    LoadedPlugin plugin =
        LoadedPlugin.of(recorded.plugin(), loader, PluginGuard.ofFolder("folder", loader));
    Map<String, Object> config = Map.of("namespace", UUID.randomUUID().toString());
    try (ConfiguredPlugins plugins =
        new ConfiguredPlugins(
            Map.of("views[0]", new GatewayConfig.ConfiguredView(VIEW, plugin.type(), config)),
            Map.of(plugin.type(), plugin),
            new ConfigBinder(Map.of()),
            Duration.ofMinutes(1),
            meters,
            Clock.systemUTC())) {
      ConfiguredPlugin configured = plugins.byView().get(VIEW);
      configured.holdsTwoRevisions();
      Sink<?> sink = configured.open(RevisionId.first(VIEW));
      write(sink);
      read(sink.readers());
      check(sink.maintenance());
      sink.maintenance().drop();
      sink.close();
      configured.open(new RevisionId(VIEW, 2)).close();
    }
  }

  private static <P> void write(Sink<P> sink) throws Exception {
    Resource resource =
        Resource.parse(
            "{\"resourceType\":\"Patient\",\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8));
    Event event =
        new Event(Change.UPDATED, ID, Version.of(0, 1, 0), Instant.EPOCH, "test", resource);
    P value = sink.projection().project(event).orElseThrow();
    sink.projection().hash(value);
    sink.projection().version();
    sink.projection().keepsHistory();
    List<Projected<P>> batch = List.of(new Projected<>(event, value));
    sink.writer().write(batch);
    sink.repair().repair(List.of(new Correction<>("Patient/none", Optional.empty(), List.of())));
  }

  private static void read(Readers readers) throws Exception {
    readers.resource().orElseThrow().read(ID, CONTEXT);
    readers.resource().orElseThrow().readAll(List.of(ID), CONTEXT, stored -> true);
    readers.resource().orElseThrow().heads(List.of(ID), CONTEXT);
    readers.chart().orElseThrow().chart(ID, Cursor.START, CONTEXT, stored -> true);
    readers.type().orElseThrow().type("Patient", CONTEXT, stored -> true);
    readers.history().orElseThrow().history(ID, Cursor.START, CONTEXT, stored -> true);
    readers.history().orElseThrow().version(ID, Version.of(0, 1, 0), CONTEXT);
    NativeQuery language = readers.nativeQuery().orElseThrow();
    language.example();
    language.query(Map.of("type", "Patient"), CONTEXT);
  }

  private static void check(Maintenance maintenance) throws Exception {
    maintenance.count(CONTEXT);
    maintenance.find(List.of("Patient/a"), CONTEXT);
    maintenance.scan(CONTEXT, entry -> true);
  }

  @Test
  void noMethodOfTheContractIsLeftOut() {
    assertThat(recorded.calls)
        .extracting(Call::name)
        .containsAll(RecordedPlugin.contract())
        .hasSizeGreaterThan(RecordedPlugin.contract().size());
  }

  @Test
  void everyCallHasThePluginsClassLoader() {
    assertThat(recorded.calls)
        .allSatisfy(call -> assertThat(call.loader()).as(call.name()).isSameAs(loader));
    assertThat(Thread.currentThread().getContextClassLoader()).isNotSameAs(loader);
  }

  @Test
  void whatMayHangIsNotOnItsCallersThread() {
    assertThat(recorded.calls)
        .allSatisfy(
            call ->
                assertThat(call.thread() == Thread.currentThread())
                    .as(call.name())
                    .isEqualTo(IN_PLACE.contains(call.name())));
  }

  @Test
  void sinkIsWrittenToByOneThread() {
    assertThat(
            recorded.calls.stream()
                .filter(
                    call -> Set.of("SinkWriter.write", "SinkRepair.repair").contains(call.name()))
                .map(Call::thread)
                .distinct())
        .hasSize(1);
  }

  @Test
  void everyCallIsMeasured() {
    Map<String, Long> made =
        recorded.calls.stream().collect(Collectors.groupingBy(Call::name, Collectors.counting()));

    assertThat(MEASURED)
        .allSatisfy(
            (name, word) ->
                assertThat(measured("distributary.plugin.call", "call", word))
                    .as(name)
                    .isEqualTo(made.get(name)));
    assertThat(measured("distributary.view.write", "result", "written")).isEqualTo(1);
    assertThat(measured("distributary.view.repair", "result", "repaired")).isEqualTo(1);
  }

  private long measured(String timer, String tag, String value) {
    return meters.find(timer).tag("view", VIEW).tag(tag, value).timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }
}
