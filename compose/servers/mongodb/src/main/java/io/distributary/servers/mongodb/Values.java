package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Values of documents by their paths. */
final class Values {
  private Values() {}

  static boolean isTrue(@Nullable Object value) {
    return Utils.isTrue(value);
  }

  /** Whether an object is a value and no operator. */
  static boolean isPlain(Document object) {
    return object.keySet().stream().noneMatch(key -> key.startsWith("$"));
  }

  static void copy(Document from, Document into, String path) {
    put(into, path, get(from, path));
  }

  /** The value at a path, through arrays as well, without what is missing in some elements. */
  static @Nullable Object get(Document document, String path) {
    Object value = Utils.getSubdocumentValueCollectionAware(document, path);
    if (value instanceof Collection<?> elements && elements.contains(Missing.getInstance())) {
      return elements.stream().filter(element -> !(element instanceof Missing)).toList();
    }
    return value;
  }

  /** From a document that shares nothing with others. */
  static void remove(Document from, String path) {
    Utils.removeSubdocumentValue(from, path);
  }

  /** Sets the value at a path; what is missing is removed. What others share is copied before. */
  static void put(Document into, String path, @Nullable Object value) {
    int dot = path.indexOf('.');
    if (dot > 0 && into.containsKey(path.substring(0, dot))) {
      String first = path.substring(0, dot);
      into.put(first, new Document(first, into.get(first)).cloneDeeply().get(first));
    }
    if (value instanceof Missing) {
      Utils.removeSubdocumentValue(into, path);
    } else {
      Utils.changeSubdocumentValue(into, path, value);
    }
  }
}
