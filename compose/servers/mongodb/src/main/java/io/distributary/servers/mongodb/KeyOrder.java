package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Documents in the order of their keys, a few read at a time, so that a collection need not fit
 * into memory. What is written meanwhile is met or not; what is there all the time is not left out.
 */
final class KeyOrder implements Iterator<Map.Entry<Object, Document>> {
  private static final int AT_ONCE = 32;

  private final MVMap<Object, Document> documents;
  private final Deque<Map.Entry<Object, Document>> read = new ArrayDeque<>();
  private @Nullable Object last;
  private boolean ended;

  KeyOrder(MVMap<Object, Document> documents) {
    this.documents = documents;
  }

  @Override
  public boolean hasNext() {
    if (read.isEmpty() && !ended) {
      ended = Pinned.read(documents, this::readOn);
    }
    return !read.isEmpty();
  }

  @Override
  public Map.Entry<Object, Document> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return read.remove();
  }

  /**
   * From the last key on, as the store keeps no old state for a cursor that stays open.
   *
   * @return whether that was all
   */
  private boolean readOn() {
    Cursor<Object, Document> from = documents.cursor(last);
    while (from.hasNext() && read.size() < AT_ONCE) {
      Object key = from.next();
      if (!key.equals(last)) {
        read.add(Map.entry(key, from.getValue()));
      }
      last = key;
    }
    return !from.hasNext();
  }
}
