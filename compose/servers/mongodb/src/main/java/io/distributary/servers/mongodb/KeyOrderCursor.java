package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Documents in the order of their keys, each read when it is asked for, so that a collection need
 * not fit into memory. What is written meanwhile is met or not; what is there all the time is not
 * left out.
 */
final class KeyOrderCursor extends AbstractCursor {
  private final MVMap<Object, Document> documents;
  private final Predicate<Document> wanted;
  private @Nullable Object last;
  private boolean ended;

  KeyOrderCursor(long id, MVMap<Object, Document> documents, Predicate<Document> wanted) {
    super(id);
    this.documents = documents;
    this.wanted = wanted;
  }

  @Override
  public synchronized boolean isEmpty() {
    return ended;
  }

  @Override
  public synchronized List<Document> takeDocuments(int count) {
    List<Document> taken = new ArrayList<>();
    Cursor<Object, Document> from = documents.cursor(last);
    while (from.hasNext() && taken.size() < count) {
      Object key = from.next();
      if (!key.equals(last) && wanted.test(from.getValue())) {
        taken.add(from.getValue());
      }
      last = key;
    }
    ended = !from.hasNext();
    return taken;
  }
}
