package io.distributary.sinks.hbase;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.Correction;
import io.distributary.sink.Cursor;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sink on a real server, with the steps that tests take. */
final class TestView implements AutoCloseable {
  private static final Clock CLOCK = Clock.systemUTC();

  private final Sink<ChartEntry> sink;

  TestView(HBaseConfig config) throws SinkException {
    sink = new HBasePlugin().open(config, new SinkContext(RevisionId.first("wide-column"), CLOCK));
  }

  /** Patient: tests share their processors with much else. */
  static HBaseConfig config(String host, int port, String prefix, int buckets) {
    Duration patience = Duration.ofSeconds(60);
    return new HBaseConfig(
        host + ":" + port, null, prefix, buckets, patience, Duration.ofSeconds(20), patience);
  }

  Sink<ChartEntry> sink() {
    return sink;
  }

  WriteResult write(Event... events) throws Exception {
    return sink.writer().write(projected(events));
  }

  /** Texts of the chart's resources with their versions' offsets. */
  List<String> chart(String key) throws SinkException {
    List<String> found = new ArrayList<>();
    sink.readers()
        .chart()
        .orElseThrow()
        .chart(
            ResourceId.parse(key), Cursor.START, context(), resource -> found.add(text(resource)));
    return found;
  }

  String read(String id) throws SinkException {
    return sink.readers()
        .resource()
        .orElseThrow()
        .read(ResourceId.parse(id), context())
        .map(TestView::text)
        .orElse("none");
  }

  List<String> history(String id) throws SinkException {
    List<String> found = new ArrayList<>();
    sink.readers()
        .history()
        .orElseThrow()
        .history(
            ResourceId.parse(id), Cursor.START, context(), resource -> found.add(text(resource)));
    return found;
  }

  List<ViewEntry> scan() throws SinkException {
    List<ViewEntry> found = new ArrayList<>();
    sink.maintenance().scan(context(), found::add);
    return found;
  }

  /** What the view must say once the event is its resource's newest. */
  ViewEntry right(Event event) throws Exception {
    String hash = sink.projection().hash(sink.projection().project(event).orElseThrow());
    return ViewEntry.of(event.id(), event.version(), event.deleted(), hash);
  }

  Optional<ViewEntry> find(String name) throws SinkException {
    return Optional.ofNullable(sink.maintenance().find(List.of(name), context()).get(name));
  }

  /** Looks up, and makes the view hold these events, or nothing. */
  Outcome repair(String name, Event... right) throws Exception {
    return repair(new Correction<>(name, find(name), projected(right))).get(0);
  }

  @SafeVarargs
  final List<Outcome> repair(Correction<ChartEntry>... corrections) throws SinkException {
    return sink.repair().repair(List.of(corrections)).outcomes();
  }

  List<Projected<ChartEntry>> projected(Event... events) throws Exception {
    List<Projected<ChartEntry>> batch = new ArrayList<>();
    for (Event event : events) {
      batch.add(new Projected<>(event, sink.projection().project(event).orElseThrow()));
    }
    return batch;
  }

  long count() throws SinkException {
    return sink.maintenance().count(context());
  }

  /** The answer to a query that is written with single quotes. */
  QueryResult query(String query) throws Exception {
    byte[] json = query.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return sink.readers()
        .nativeQuery()
        .orElseThrow()
        .query(Json.parseObject(json, JsonLimits.RESOURCE), context());
  }

  /** The rows' texts. */
  List<String> rows(String query) throws Exception {
    return query(query).rows().stream()
        .map((Map<String, Object> row) -> (String) row.get("row"))
        .toList();
  }

  static ReadContext context() {
    return context(10_000, 16 << 20);
  }

  static ReadContext context(int maxRows, long maxBytes) {
    return ReadContext.of("test", CLOCK.instant().plus(Duration.ofMinutes(2)), CLOCK)
        .capped(maxRows, maxBytes);
  }

  /** {@code Type/id@offset}, of a tombstone with a cross. */
  static String text(StoredResource resource) {
    return resource.head().id()
        + "@"
        + resource.head().version().offset()
        + (resource.head().deleted() ? "x" : "");
  }

  @Override
  public void close() {
    sink.close();
  }
}
