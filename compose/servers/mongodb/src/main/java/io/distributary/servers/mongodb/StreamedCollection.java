package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection that is read without its lock, document by document. Writers, who have the lock, get
 * copies to change: what a reader was handed does not change.
 */
final class StreamedCollection extends H2Collection {
  private final MVMap<Object, Document> documents;

  StreamedCollection(
      MongoDatabase database,
      String name,
      CollectionOptions options,
      MVMap<Object, Document> documents,
      MVMap<String, Object> properties,
      CursorRegistry cursors) {
    super(database, name, options, documents, properties, cursors);
    this.documents = documents;
  }

  /** The documents that a query wants, in the order of their keys; lazily. */
  Iterator<Document> find(Document query, Bounds bounds) {
    Filter filter = new Filter(query, bounds);
    return new Wanted<>(new Mapped<>(entries(query), entry -> entry.getValue()), filter::test);
  }

  /** The same with their keys, for {@link #at}. */
  Iterator<Map.Entry<Object, Document>> entries(Document query, Bounds bounds) {
    Filter filter = new Filter(query, bounds);
    return new Wanted<>(entries(query), entry -> filter.test(entry.getValue()));
  }

  /** The document with a key, if it is still there. */
  @Nullable Document at(Object key) {
    return Pinned.read(documents, () -> Optional.ofNullable(documents.get(key))).orElse(null);
  }

  private Iterator<Map.Entry<Object, Document>> entries(Document query) {
    Optional<List<Object>> ids = ids(query);
    return ids.isEmpty() ? new KeyOrder(documents) : existing(ids.get());
  }

  private Iterator<Map.Entry<Object, Document>> existing(List<Object> ids) {
    List<Map.Entry<Object, Document>> found = new ArrayList<>();
    for (Object id : ids) {
      Document document = at(id);
      if (document != null) {
        found.add(Map.entry(id, document));
      }
    }
    return found.iterator();
  }

  /** The only ids that a query may find, when it says so. */
  private static Optional<List<Object>> ids(Document query) {
    Object id = query.get("_id");
    if (isKey(id)) {
      return Optional.of(List.of(id));
    }
    if (id instanceof Document condition
        && condition.get("$in") instanceof Collection<?> in
        && in.stream().allMatch(StreamedCollection::isKey)) {
      return Optional.of(in.stream().distinct().sorted().map(Object.class::cast).toList());
    }
    return query.get("$and") instanceof Collection<?> all
        ? all.stream()
            .filter(Document.class::isInstance)
            .map(part -> ids((Document) part))
            .flatMap(Optional::stream)
            .findFirst()
        : Optional.empty();
  }

  private static boolean isKey(@Nullable Object id) {
    return id instanceof String || id instanceof ObjectId;
  }

  /** One document as a projection shows it. */
  Document project(Document document, Document projection) {
    return matchDocumentsFromStream(Stream.of(document), new Document(), null, 0, 0, 0, projection)
        .collectDocuments()
        .get(0);
  }

  @Override
  protected QueryResult queryDocuments(
      Document query,
      @Nullable Document orderBy,
      int skip,
      int limit,
      int batchSize,
      @Nullable Document projection) {
    QueryResult found = super.queryDocuments(query, orderBy, skip, limit, batchSize, projection);
    if (!Thread.holdsLock(this)) {
      return found;
    }
    List<Document> copies = new ArrayList<>();
    found.forEach(document -> copies.add(document.cloneDeeply()));
    return new QueryResult(copies, found.getCursorId());
  }
}
