package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.h2.mvstore.MVStore;

/**
 * The H2 backend, with the store committed before the reply to a write leaves: without it kill -9
 * loses acknowledged writes. Writes go one at a time, so that no commit cuts another write in two.
 */
final class DurableBackend extends H2Backend {
  private static final Set<String> WRITES =
      Set.of(
          "insert",
          "update",
          "delete",
          "findandmodify",
          "create",
          "createindexes",
          "drop",
          "dropindexes",
          "deleteindexes",
          "dropdatabase",
          "renamecollection",
          "aggregate"); // what $out and $merge write; others are answered before

  private final Object writing = new Object();

  DurableBackend(MVStore store) {
    super(store);
  }

  @Override
  public Document handleCommand(Channel channel, String database, String name, Document command) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    if (lowerCase.equals("hello")) {
      return hello(super.handleCommand(channel, database, "ismaster", command));
    }
    if (!WRITES.contains(lowerCase)) {
      return super.handleCommand(channel, database, name, command);
    }
    synchronized (writing) {
      try {
        return write(channel, database, name, command);
      } finally {
        commit();
      }
    }
  }

  private Document write(Channel channel, String database, String name, Document command) {
    if (name.equals("update") && OrderedUpdate.applies(command)) {
      return OrderedUpdate.run(
          command, single -> super.handleCommand(channel, database, name, single));
    }
    Document reply = super.handleCommand(channel, database, name, command);
    return name.equals("insert") ? InsertReply.withRealCount(reply, command) : reply;
  }

  private static Document hello(Document isMaster) {
    isMaster.put("isWritablePrimary", true);
    return isMaster;
  }

  @Override
  protected MongoDatabase openOrCreateDatabase(String name) {
    return new TypedDatabase(name);
  }

  /**
   * A database whose maps have data types. An inner class: the superclass's constructor already
   * calls these methods, when a field of this class would not be set yet.
   */
  private final class TypedDatabase extends H2Database {
    TypedDatabase(String name) {
      super(name, getMvStore(), getCursorRegistry());
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(
        String collection, CollectionOptions options) {
      String name = getFullCollectionNamespace(collection);
      return new StreamedCollection(
          this,
          collection,
          options,
          TypedMaps.openCollection(getMvStore(), name),
          TypedMaps.openProperties(getMvStore(), name),
          getCursorRegistry());
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(
        String collection, String index, List<IndexKey> keys, boolean sparse) {
      TypedMaps.openIndex(getMvStore(), getFullCollectionNamespace(collection), index);
      return new PinningIndex<>(
          super.openOrCreateUniqueIndex(collection, index, keys, sparse), keys, sparse);
    }
  }
}
