package io.distributary.sinks.memory;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Position;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.schemas.json.JsonNumber;
import io.distributary.sink.ChartReader;
import io.distributary.sink.Cursor;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.Reservation;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import io.distributary.sinks.memory.Altered.Alteration;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Sinks that read wrongly. */
final class BrokenReading {
  private static final Position EVERYTHING = everywhere(Position.start(0).with(0, 1L << 39));

  private BrokenReading() {}

  interface Reading {
    Readers of(Readers right, MemoryTable table);
  }

  static Alteration reading(Reading reading) {
    return (right, table) -> {
      Readers readers = reading.of(right.readers(), table);
      return new Altered(right, table) {
        @Override
        public Readers readers() {
          return readers;
        }
      };
    };
  }

  /** Passes what is read by id, and its head, through an error. */
  private static Alteration resources(UnaryOperator<StoredResource> error) {
    return reading(
        (right, table) -> right.withResource(new Distorted(right.resource().orElseThrow(), error)));
  }

  private static class Distorted implements ResourceReader {
    private final ResourceReader right;
    private final UnaryOperator<StoredResource> error;

    Distorted(ResourceReader right, UnaryOperator<StoredResource> error) {
      this.right = right;
      this.error = error;
    }

    @Override
    public Optional<StoredResource> read(ResourceId id, ReadContext context) throws SinkException {
      return right.read(id, context).map(error);
    }

    @Override
    public Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
        throws SinkException {
      Map<ResourceId, ResourceHead> heads = new HashMap<>();
      right
          .heads(ids, context)
          .forEach((id, head) -> heads.put(id, error.apply(StoredResource.tombstone(head)).head()));
      return heads;
    }

    @Override
    public void readAll(
        Collection<ResourceId> ids, ReadContext context, Visitor<StoredResource> visitor)
        throws SinkException {
      right.readAll(ids, context, stored -> visitor.visit(error.apply(stored)));
    }
  }

  static Alteration dropsTrailingZeros() {
    return resources(
        read ->
            read.json().length == 0
                ? read
                : StoredResource.of(read.head(), Json.write(stripped(parse(read.json())))));
  }

  @SuppressWarnings("unchecked") // a map stays a map
  private static Map<String, Object> strippedRow(Map<String, Object> row) {
    return (Map<String, Object>) stripped(row);
  }

  private static Object stripped(Object node) {
    if (node instanceof Map<?, ?> map) {
      Map<String, Object> tree = new LinkedHashMap<>();
      map.forEach((name, value) -> tree.put((String) name, stripped(value)));
      return tree;
    }
    if (node instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(stripped(item)));
      return items;
    }
    return node instanceof JsonNumber number
        ? new JsonNumber(number.decimal().stripTrailingZeros().toPlainString())
        : node;
  }

  private static Map<String, Object> parse(byte[] json) {
    try {
      return Json.parseObject(json, JsonLimits.RESOURCE);
    } catch (InvalidResourceException e) {
      throw new AssertionError(e);
    }
  }

  static Alteration forgetsTheSource() {
    return resources(
        read -> {
          ResourceHead head = read.head();
          return StoredResource.of(
              ResourceHead.of(
                  head.id(), head.key(), head.version(), head.appended(), "", head.deleted()),
              read.json());
        });
  }

  /** From the beginning, whatever the cursor says. */
  static Optional<Cursor> handOver(
      Stream<MemoryDocument> documents, Visitor<StoredResource> visitor) {
    for (MemoryDocument document : documents.toList()) {
      if (!visitor.visit(document.stored())) {
        return Optional.of(new Cursor(document.id().toString()));
      }
    }
    return Optional.empty();
  }

  static Alteration showsTheDeletedInCharts() {
    return wholeCharts((document, key) -> document.head().key().equals(key));
  }

  static Alteration takesPrefixesForKeys() {
    return wholeCharts(
        (document, key) ->
            !document.deleted() && document.head().key().toString().startsWith(key.toString()));
  }

  /** Charts from the beginning, as they are now, of what is wrongly taken to be in them. */
  private static Alteration wholeCharts(BiPredicate<MemoryDocument, ResourceId> isIn) {
    return charts(
        (right, table) ->
            (key, from, context, visitor) -> {
              context.requireWanted();
              return from.isStart() && context.asOf().isEmpty()
                  ? handOver(
                      table.newest().stream()
                          .filter(document -> isIn.test(document, key))
                          .sorted(Comparator.comparing(MemoryDocument::id)),
                      visitor)
                  : right.chart(key, from, context, visitor);
            });
  }

  private interface Charts {
    ChartReader of(ChartReader right, MemoryTable table);
  }

  private static Alteration charts(Charts charts) {
    return reading(
        (right, table) -> right.withChart(charts.of(right.chart().orElseThrow(), table)));
  }

  /** The newest first. */
  static Alteration sortsChartsByTime() {
    return charts(
        (right, table) ->
            (key, from, context, visitor) -> {
              List<StoredResource> chart = new ArrayList<>();
              right.chart(key, from, context, chart::add);
              chart.sort(
                  Comparator.comparing((StoredResource s) -> s.head().appended()).reversed());
              for (StoredResource stored : chart) {
                if (!visitor.visit(stored)) {
                  return Optional.of(new Cursor(stored.head().id().toString()));
                }
              }
              return Optional.empty();
            });
  }

  static Alteration forgetsWhereAChartWasBroken() {
    return charts(
        (right, table) ->
            (key, from, context, visitor) -> right.chart(key, Cursor.START, context, visitor));
  }

  static Alteration endsAChartWhereItWasBroken() {
    return charts(
        (right, table) ->
            (key, from, context, visitor) -> {
              right.chart(key, from, context, visitor);
              return Optional.empty();
            });
  }

  static Alteration forgetsWhereAHistoryWasBroken() {
    return histories(
        (right, table) ->
            (id, from, context, visitor) -> right.history(id, Cursor.START, context, visitor));
  }

  /** All versions of a resource, as a {@link HistoryReader} gives them. */
  private interface Versions {
    Optional<Cursor> history(
        ResourceId id, Cursor from, ReadContext context, Visitor<StoredResource> visitor)
        throws SinkException;
  }

  private interface Histories {
    Versions of(HistoryReader right, MemoryTable table);
  }

  private static Alteration histories(Histories histories) {
    return reading(
        (right, table) -> {
          HistoryReader history = right.history().orElseThrow();
          Versions versions = histories.of(history, table);
          return right.withHistory(
              new HistoryReader() {
                @Override
                public Optional<Cursor> history(
                    ResourceId id,
                    Cursor from,
                    ReadContext context,
                    Visitor<StoredResource> visitor)
                    throws SinkException {
                  return versions.history(id, from, context, visitor);
                }

                @Override
                public Optional<StoredResource> version(
                    ResourceId id, Version version, ReadContext context) throws SinkException {
                  return history.version(id, version, context);
                }
              });
        });
  }

  static Alteration doesNotHearThatNobodyWaits() {
    return charts(
        (right, table) ->
            (key, from, context, visitor) ->
                right.chart(key, from, context.unless(() -> false), visitor));
  }

  private interface Resources {
    ResourceReader of(ResourceReader right, MemoryTable table);
  }

  private static Alteration resourcesBy(Resources resources) {
    return reading(
        (right, table) -> right.withResource(resources.of(right.resource().orElseThrow(), table)));
  }

  static Alteration readsOneOfMany() {
    return resourcesBy(
        (right, table) ->
            new Distorted(right, UnaryOperator.identity()) {
              @Override
              public void readAll(
                  Collection<ResourceId> ids, ReadContext context, Visitor<StoredResource> visitor)
                  throws SinkException {
                super.readAll(ids.stream().limit(1).toList(), context, visitor);
              }
            });
  }

  /** What each read of a chart or a resource is asked as of. */
  private static Alteration asOf(UnaryOperator<ReadContext> changed) {
    return reading(
        (right, table) ->
            right
                .withChart(
                    (key, from, context, visitor) ->
                        right
                            .chart()
                            .orElseThrow()
                            .chart(key, from, changed.apply(context), visitor))
                .withResource(
                    new Distorted(right.resource().orElseThrow(), UnaryOperator.identity()) {
                      @Override
                      public Optional<StoredResource> read(ResourceId id, ReadContext context)
                          throws SinkException {
                        return super.read(id, changed.apply(context));
                      }

                      @Override
                      public void readAll(
                          Collection<ResourceId> ids,
                          ReadContext context,
                          Visitor<StoredResource> visitor)
                          throws SinkException {
                        super.readAll(ids, changed.apply(context), visitor);
                      }
                    }));
  }

  static Alteration knowsNoPosition() {
    return asOf(context -> context.asOf(EVERYTHING));
  }

  /** Takes the greatest offset of a position for the end of every partition. */
  static Alteration takesOnePartitionForAll() {
    return asOf(
        context ->
            context.asOf().isEmpty() ? context : context.asOf(everywhere(context.asOf().get())));
  }

  private static Position everywhere(Position position) {
    long last = position.offsets().values().stream().mapToLong(offset -> offset).max().orElse(0);
    Position all = position;
    for (int partition = 0; partition < 12; partition++) {
      all = all.with(partition, last);
    }
    return all;
  }

  static Alteration doesNotListenToItsVisitor() {
    return reading(
        (right, table) -> {
          ChartReader chart = right.chart().orElseThrow();
          return right.withChart(
              (key, from, context, visitor) -> chart.chart(key, from, context, deaf(visitor)));
        });
  }

  static Visitor<StoredResource> deaf(Visitor<StoredResource> visitor) {
    return item -> {
      visitor.visit(item);
      return true;
    };
  }

  static Alteration listsTheOldestFirst() {
    return histories(
        (right, table) ->
            (id, from, context, visitor) -> {
              List<MemoryDocument> all = new ArrayList<>(table.history(id));
              Collections.reverse(all);
              return handOver(all.stream(), visitor);
            });
  }

  private interface Asking {
    QueryResult query(
        NativeQuery right, MemoryTable table, Map<String, Object> query, ReadContext context)
        throws SinkException;
  }

  private static Alteration asking(Asking asking) {
    return reading(
        (right, table) -> {
          NativeQuery query = right.nativeQuery().orElseThrow();
          return right.withNativeQuery(
              new NativeQuery() {
                @Override
                public QueryResult query(Map<String, Object> text, ReadContext context)
                    throws SinkException {
                  return asking.query(query, table, text, context);
                }

                @Override
                public String example() {
                  return query.example();
                }
              });
        });
  }

  private static QueryResult answer(List<Map<String, Object>> rows, Optional<QueryResult.Cap> cap) {
    QueryResult.Rows taken =
        new QueryResult.Rows(ReadContext.of("broken", Instant.MAX, Clock.systemUTC()));
    rows.forEach(taken::add);
    cap.ifPresent(taken::cut);
    return taken.result();
  }

  static Alteration takesNoMemoryForItsAnswers() {
    return asking(
        (right, table, query, context) ->
            right.query(query, context.within(Reservation.unbounded())));
  }

  static Alteration showsTombstonesInNativeQueries() {
    return asking(
        (right, table, query, context) -> {
          QueryResult answer = right.query(query, context);
          List<Map<String, Object>> rows = new ArrayList<>(answer.rows());
          table.newest().stream()
              .filter(document -> document.deleted() && query.containsKey("id"))
              .filter(document -> document.id().id().equals(query.get("id")))
              .forEach(document -> rows.add(Map.of("id", document.id().id())));
          return answer(rows, answer.cap());
        });
  }

  static Alteration answersWithoutBounds() {
    return asking(
        (right, table, query, context) ->
            right.query(
                query,
                context.capped(Integer.MAX_VALUE, Long.MAX_VALUE).within(Reservation.unbounded())));
  }

  static Alteration hidesThatRowsAreMissing() {
    return asking(
        (right, table, query, context) ->
            answer(right.query(query, context).rows(), Optional.empty()));
  }

  static Alteration hasALimitOfItsOwn() {
    return asking(
        (right, table, query, context) -> {
          int rows = Math.min(context.maxRows(), 1_001);
          QueryResult answer = right.query(query, context.capped(rows, context.maxBytes()));
          return answer.count() == 1_001 ? answer(answer.rows(), Optional.empty()) : answer;
        });
  }

  static Alteration answersAnything() {
    return asking(
        (right, table, query, context) -> {
          Map<String, Object> known = new HashMap<>(query);
          known.keySet().retainAll(List.of("type", "id"));
          known.values().removeIf(value -> !(value instanceof String text) || text.contains("."));
          known.putIfAbsent("type", "Patient");
          return right.query(known, context);
        });
  }

  static Alteration roundsNumbersInNativeQueries() {
    return asking(
        (right, table, query, context) -> {
          QueryResult answer = right.query(query, context);
          List<Map<String, Object>> rows = new ArrayList<>();
          answer.rows().forEach(row -> rows.add(strippedRow(row)));
          return answer(rows, answer.cap());
        });
  }
}
