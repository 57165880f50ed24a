package io.distributary.sinks.memory;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.schemas.json.JsonNumber;
import io.distributary.sink.ChartReader;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import io.distributary.sinks.memory.Altered.Alteration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Sinks that read wrongly. */
final class BrokenReading {
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

  private record Distorted(ResourceReader right, UnaryOperator<StoredResource> error)
      implements ResourceReader {
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
          .forEach((id, head) -> heads.put(id, error.apply(tombstone(head)).head()));
      return heads;
    }

    private static StoredResource tombstone(ResourceHead head) {
      return new StoredResource(head, new byte[0]);
    }
  }

  static Alteration dropsTrailingZeros() {
    return resources(
        read ->
            read.json().length == 0
                ? read
                : new StoredResource(read.head(), Json.write(stripped(parse(read.json())))));
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
          return new StoredResource(
              new ResourceHead(
                  head.id(), head.key(), head.version(), head.appended(), "", head.deleted()),
              read.json());
        });
  }

  static void handOver(Stream<MemoryDocument> documents, Visitor<StoredResource> visitor) {
    for (MemoryDocument document : documents.toList()) {
      if (!visitor.visit(document.stored())) {
        return;
      }
    }
  }

  static Alteration showsTheDeletedInCharts() {
    return reading(
        (right, table) ->
            right.withChart(
                (key, context, visitor) ->
                    handOver(
                        table.newest().stream()
                            .filter(document -> document.head().key().equals(key)),
                        visitor)));
  }

  static Alteration takesPrefixesForKeys() {
    return reading(
        (right, table) ->
            right.withChart(
                (key, context, visitor) ->
                    handOver(
                        table.newest().stream()
                            .filter(document -> !document.deleted())
                            .filter(d -> d.head().key().toString().startsWith(key.toString())),
                        visitor)));
  }

  static Alteration doesNotListenToItsVisitor() {
    return reading(
        (right, table) -> {
          ChartReader chart = right.chart().orElseThrow();
          return right.withChart(
              (key, context, visitor) -> chart.chart(key, context, deaf(visitor)));
        });
  }

  static Visitor<StoredResource> deaf(Visitor<StoredResource> visitor) {
    return item -> {
      visitor.visit(item);
      return true;
    };
  }

  static Alteration listsTheOldestFirst() {
    return reading(
        (right, table) -> {
          HistoryReader history = right.history().orElseThrow();
          return right.withHistory(
              new HistoryReader() {
                @Override
                public void history(
                    ResourceId id, ReadContext context, Visitor<StoredResource> visitor) {
                  List<MemoryDocument> all = new ArrayList<>(table.history(id));
                  Collections.reverse(all);
                  handOver(all.stream(), visitor);
                }

                @Override
                public Optional<StoredResource> version(
                    ResourceId id, Version version, ReadContext context) throws SinkException {
                  return history.version(id, version, context);
                }
              });
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
        new QueryResult.Rows(
            new ReadContext("broken", Instant.MAX, Integer.MAX_VALUE, Long.MAX_VALUE));
    rows.forEach(taken::add);
    cap.ifPresent(taken::cut);
    return taken.result();
  }

  static Alteration takesNoMemoryForItsAnswers() {
    return asking(
        (right, table, query, context) ->
            right.query(
                query,
                new ReadContext(
                    context.caller(), context.deadline(), context.maxRows(), context.maxBytes())));
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
                new ReadContext(
                    context.caller(), context.deadline(), Integer.MAX_VALUE, Long.MAX_VALUE)));
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
          QueryResult answer =
              right.query(
                  query,
                  new ReadContext(
                      context.caller(),
                      context.deadline(),
                      rows,
                      context.maxBytes(),
                      context.reservation()));
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
