package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection that hands over what a plain query finds batch by batch; the superclass finds all of
 * it before it answers, and holds it in memory until the last has been fetched.
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

  @Override
  protected QueryResult matchDocuments(
      Document query,
      @Nullable Document orderBy,
      int skip,
      int limit,
      int batchSize,
      @Nullable Document projection) {
    boolean plain = isEmpty(orderBy) && isEmpty(projection) && skip == 0 && limit == 0;
    if (!plain || batchSize <= 0) {
      return super.matchDocuments(query, orderBy, skip, limit, batchSize, projection);
    }
    KeyOrderCursor cursor =
        new KeyOrderCursor(
            cursorRegistry.generateCursorId(),
            documents,
            document -> documentMatchesQuery(document, query));
    var first = cursor.takeDocuments(batchSize);
    if (cursor.isEmpty()) {
      return new QueryResult(first);
    }
    cursorRegistry.add(cursor);
    return new QueryResult(first, cursor);
  }

  private static boolean isEmpty(@Nullable Document document) {
    return document == null || document.isEmpty();
  }
}
