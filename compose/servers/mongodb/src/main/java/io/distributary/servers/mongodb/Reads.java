package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.BadValueException;
import de.bwaldvogel.mongo.exception.CursorNotFoundException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The commands that read: find, aggregate, getMore, killCursors, count and distinct. They hold no
 * lock and keep within their {@link Bounds}, so that none stops or ends others.
 */
final class Reads {
  private static final int FIRST_BATCH = 101;
  private static final int MOST_PROJECTED_FIELDS = 1_000;
  private static final int PERMITS = 3;

  /** Of a permit: three of them, and what they make in between, are half of the heap. */
  private static final long HEAP_SHARE = 10;

  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long IDLE_NANOS_WHEN_OTHERS_WAIT = TimeUnit.SECONDS.toNanos(20);

  private final Function<String, MongoDatabase> databases;
  private final Map<Long, OpenCursor> cursors = new ConcurrentHashMap<>();
  private final AtomicLong lastCursor = new AtomicLong(1L << 32);
  private final Bounds.Permits permits = permits(this::endIdleThatHoldMuch);

  Reads(Function<String, MongoDatabase> databases) {
    this.databases = databases;
  }

  /** What all queries together may hold. */
  static Bounds.Permits permits(Runnable reclaim) {
    long each = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    return new Bounds.Permits(new Semaphore(PERMITS, true), each, reclaim);
  }

  /** The reply; empty when the command is none of those. */
  Optional<ByteBuf> answer(MongoMessage request, int id) {
    Document command = request.getDocument();
    String name = command.keySet().iterator().next();
    return switch (name) {
      case "find" -> isSystems(request) ? Optional.empty() : Optional.of(find(request, id));
      case "aggregate" -> aggregate(request, id);
      case "getMore" -> Optional.of(getMore(request, id));
      case "killCursors" -> Optional.of(Replies.of(request, id, kill(command)));
      case "count" -> Optional.of(Replies.of(request, id, count(request)));
      case "distinct" -> Optional.of(Replies.of(request, id, distinct(request)));
      default -> Optional.empty();
    };
  }

  private static boolean isSystems(MongoMessage request) {
    return request.getDatabaseName().equals("admin");
  }

  private Optional<StreamedCollection> collection(MongoMessage request) {
    Document command = request.getDocument();
    String name = String.valueOf(command.values().iterator().next());
    MongoDatabase database = databases.apply(request.getDatabaseName());
    return database.resolveCollection(name, false) instanceof StreamedCollection collection
        ? Optional.of(collection)
        : Optional.empty();
  }

  private Bounds bounds(MongoMessage request) {
    return new Bounds(permits, request.getDocument(), request.getChannel());
  }

  private ByteBuf find(MongoMessage request, int id) {
    Document command = request.getDocument();
    Bounds bounds = bounds(request);
    return first(
        request,
        id,
        bounds,
        collection(request)
            .map(collection -> found(collection, command, bounds))
            .orElse(Collections.emptyIterator()),
        number(command, "batchSize", FIRST_BATCH),
        Utils.isTrue(command.get("singleBatch")));
  }

  private static Iterator<Document> found(
      StreamedCollection collection, Document command, Bounds bounds) {
    long skip = number(command, "skip", 0);
    long limit = Math.abs(number(command, "limit", 0));
    Document order = document(command, "sort");
    Document filter = document(command, "filter");
    Iterator<Document> all =
        order.isEmpty() || order.containsKey("$natural")
            ? collection.find(filter, bounds)
            : sorted(collection, filter, order, limit == 0 ? 0 : skip + limit, bounds);
    Iterator<Document> some = skip > 0 ? Pipeline.skip(skip, all) : all;
    Iterator<Document> projected =
        projected(collection, document(command, "projection"), some, bounds);
    return limit > 0 ? new Limited<>(projected, limit) : projected;
  }

  /** Holds the keys of what it sorts, not the documents. */
  private static Iterator<Document> sorted(
      StreamedCollection collection, Document filter, Document order, long most, Bounds bounds) {
    Sorted<Object> sorted = new Sorted<>(order, most, bounds);
    Iterator<Map.Entry<Object, Document>> entries = collection.entries(filter, bounds);
    return new Later<>(
        () -> {
          entries.forEachRemaining(
              entry -> sorted.add(entry.getValue(), entry.getKey(), keyBytes(entry, bounds)));
          return new Wanted<>(
              new Mapped<Object, Document>(sorted.sorted(), collection::at), Objects::nonNull);
        });
  }

  private static long keyBytes(Map.Entry<Object, Document> entry, Bounds bounds) {
    return Sizes.heap(entry.getKey(), bounds.countable());
  }

  private static Iterator<Document> projected(
      StreamedCollection collection, Document projection, Iterator<Document> all, Bounds bounds) {
    if (projection.isEmpty()) {
      return all;
    }
    if (projection.size() > MOST_PROJECTED_FIELDS) {
      throw new BadValueException("too many fields in the projection");
    }
    Document bounded = Filter.boundedFields(projection, bounds);
    return new Mapped<>(all, document -> collection.project(document, bounded));
  }

  private Optional<ByteBuf> aggregate(MongoMessage request, int id) {
    Document command = request.getDocument();
    if (!Pipeline.runs(command.get("pipeline"))
        || !(command.get("pipeline") instanceof Collection<?> stages)
        || !(command.get("cursor") instanceof Document options)) {
      return Optional.empty();
    }
    Bounds bounds = bounds(request);
    Iterator<Document> all =
        collection(request)
            .map(collection -> collection.find(firstFilter(stages), bounds))
            .orElse(Collections.emptyIterator());
    Iterator<Document> documents = new Pipeline(bounds).run(stages, all);
    return Optional.of(
        first(request, id, bounds, documents, number(options, "batchSize", FIRST_BATCH), false));
  }

  /** What the first stage wants: a collection may look it up. */
  private static Document firstFilter(Collection<?> stages) {
    return stages.isEmpty()
        ? new Document()
        : document((Document) stages.iterator().next(), "$match");
  }

  private ByteBuf first(
      MongoMessage request,
      int id,
      Bounds bounds,
      Iterator<Document> documents,
      long batch,
      boolean single) {
    OpenCursor cursor = new OpenCursor(documents, bounds, single);
    String namespace =
        request.getDatabaseName() + "." + request.getDocument().values().iterator().next();
    return Replies.of(
        request,
        id,
        namespace,
        "firstBatch",
        reply -> cursor.take(batch, reply, request.getChannel()) ? register(cursor) : 0);
  }

  private long register(OpenCursor cursor) {
    cursors.values().removeIf(open -> open.endIfIdle(IDLE_NANOS));
    long id = lastCursor.incrementAndGet();
    cursors.put(id, cursor);
    return id;
  }

  private ByteBuf getMore(MongoMessage request, int id) {
    Document command = request.getDocument();
    long cursorId = number(command, "getMore", 0);
    OpenCursor cursor = cursors.remove(cursorId);
    if (cursor == null) {
      throw new CursorNotFoundException(cursorId);
    }
    long batch = number(command, "batchSize", Long.MAX_VALUE);
    return Replies.of(
        request,
        id,
        request.getDatabaseName() + "." + command.get("collection"),
        "nextBatch",
        reply -> more(cursorId, cursor, batch, reply, request.getChannel()));
  }

  private long more(long id, OpenCursor cursor, long batch, ByteBuf reply, Channel client) {
    boolean more = cursor.take(batch == 0 ? Long.MAX_VALUE : batch, reply, client);
    if (more) {
      cursors.put(id, cursor);
    }
    return more ? id : 0;
  }

  private Document kill(Document command) {
    List<Object> killed = new ArrayList<>();
    List<Object> unknown = new ArrayList<>();
    for (Object id : Fields.array(command, "cursors")) {
      OpenCursor cursor = cursors.remove(id);
      if (cursor != null) {
        cursor.endIfIdle(-1);
      }
      (cursor == null ? unknown : killed).add(id);
    }
    return okay(new Document("cursorsKilled", killed).append("cursorsNotFound", unknown));
  }

  private void endIdleThatHoldMuch() {
    cursors
        .values()
        .removeIf(open -> open.holdsMuch() && open.endIfIdle(IDLE_NANOS_WHEN_OTHERS_WAIT));
  }

  private Document count(MongoMessage request) {
    Document command = request.getDocument();
    Optional<StreamedCollection> collection = collection(request);
    Document filter = document(command, "query");
    long skip = number(command, "skip", 0);
    long limit = Math.abs(number(command, "limit", 0));
    long all = collection.isEmpty() ? 0 : count(collection.get(), filter, request);
    long counted = Math.max(0, all - skip);
    return okay(new Document("n", (int) (limit > 0 ? Math.min(limit, counted) : counted)));
  }

  private long count(StreamedCollection collection, Document filter, MongoMessage request) {
    if (filter.isEmpty()) {
      return collection.count();
    }
    try (Bounds bounds = bounds(request)) {
      long found = 0;
      for (var wanted = collection.find(filter, bounds); wanted.hasNext(); wanted.next()) {
        found++;
      }
      return found;
    }
  }

  private Document distinct(MongoMessage request) {
    Document command = request.getDocument();
    String key = String.valueOf(command.get("key"));
    Set<@Nullable Object> values = new TreeSet<>(ValueComparator.ascWithoutListHandling());
    try (Bounds bounds = bounds(request)) {
      collection(request)
          .map(collection -> collection.find(document(command, "query"), bounds))
          .orElse(Collections.emptyIterator())
          .forEachRemaining(document -> add(Values.get(document, key), values, bounds));
    }
    return OpenCursor.requireDocumentSize(okay(new Document("values", values)));
  }

  private static void add(@Nullable Object value, Set<@Nullable Object> values, Bounds bounds) {
    if (value instanceof Collection<?> elements) {
      elements.forEach(element -> add(element, values, bounds));
    } else if (!(value instanceof Missing) && values.add(value)) {
      bounds.hold(64 + Sizes.heap(value, bounds.countable()));
    }
  }

  private static Document okay(Document reply) {
    Utils.markOkay(reply);
    return reply;
  }

  private static Document document(Document command, String field) {
    return command.get(field) instanceof Document document ? document : new Document();
  }

  private static long number(Document command, String field, long otherwise) {
    return command.get(field) instanceof Number number ? number.longValue() : otherwise;
  }
}
