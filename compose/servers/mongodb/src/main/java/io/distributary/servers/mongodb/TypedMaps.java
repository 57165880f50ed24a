package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * Opens the maps of the H2 backend with data types of their own, before the backend opens them by
 * the same names without: the store hands out a map that is open. Every map must be opened this way
 * in every run.
 */
final class TypedMaps {
  private TypedMaps() {}

  static MVMap<Object, Document> openCollection(MVStore store, String collection) {
    return store.openMap(
        "databases." + collection, new MVMap.Builder<Object, Document>().valueType(new BsonType()));
  }

  /** What the backend keeps beside a collection's documents. */
  static MVMap<String, Object> openProperties(MVStore store, String collection) {
    return store.openMap("meta." + collection);
  }

  static void openIndex(MVStore store, String collection, String index) {
    store.openMap(
        collection + "._index_" + index,
        new MVMap.Builder<KeyValue, Object>().keyType(new KeyValueType()));
  }
}
