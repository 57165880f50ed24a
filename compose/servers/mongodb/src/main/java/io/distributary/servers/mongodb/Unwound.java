package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A document for each element of an array. Only what lies on the path to the array is copied; the
 * original copies the whole array for each of its elements.
 */
final class Unwound implements Iterator<Document> {
  private final Iterator<Document> documents;
  private final Bounds bounds;
  private final String path;
  private final boolean keepsEmpty;
  private final @Nullable String indexPath;
  private Iterator<Document> current = Collections.emptyIterator();

  /**
   * @param argument that is known to be right
   */
  Unwound(Iterator<Document> documents, @Nullable Object argument, Bounds bounds) {
    this.documents = documents;
    this.bounds = bounds;
    Document options = argument instanceof Document given ? given : new Document("path", argument);
    this.path = String.valueOf(options.get("path")).substring(1);
    this.keepsEmpty = Values.isTrue(options.get("preserveNullAndEmptyArrays"));
    this.indexPath = (String) options.get("includeArrayIndex");
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext() && documents.hasNext()) {
      current = unwound(documents.next());
    }
    return current.hasNext();
  }

  @Override
  public Document next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }

  private Iterator<Document> unwound(Document document) {
    Object value = Utils.getSubdocumentValue(document, path);
    if (value instanceof Collection<?> elements && !elements.isEmpty()) {
      return each(document, elements.iterator());
    }
    boolean empty = Missing.isNullOrMissing(value) || value instanceof Collection<?>;
    if (empty && !keepsEmpty) {
      return Collections.emptyIterator();
    }
    Document result = copyAlong(document, List.of(path.split("\\.")));
    if (value instanceof Collection<?>) {
      Utils.removeSubdocumentValue(result, path);
    }
    return List.of(withIndex(result, null)).iterator();
  }

  private Iterator<Document> each(Document document, Iterator<?> elements) {
    List<String> names = List.of(path.split("\\."));
    long[] index = {0};
    return new Mapped<>(
        elements,
        element -> {
          bounds.check();
          Document result = copyAlong(document, names);
          Utils.changeSubdocumentValue(result, path, element);
          return withIndex(result, index[0]++);
        });
  }

  private Document withIndex(Document document, @Nullable Long index) {
    if (indexPath != null) {
      Values.put(document, indexPath, index);
    }
    return document;
  }

  private static Document copyAlong(Document document, List<String> names) {
    Document copy = document.clone();
    if (names.size() > 1 && copy.get(names.get(0)) instanceof Document within) {
      copy.put(names.get(0), copyAlong(within, names.subList(1, names.size())));
    }
    return copy;
  }
}
