package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A unique index that also serves filters which pin all its keys and say more, such as {@code {_id:
 * x, version: {$lt: n}}}, also inside {@code $and}. The original scans the whole collection for
 * those. It gives candidates: the collection applies the whole filter to them.
 */
final class PinningIndex<P> extends Index<P> {
  private final Index<P> original;

  PinningIndex(Index<P> original, List<IndexKey> keys, boolean sparse) {
    super(original.getName(), keys, sparse);
    this.original = original;
  }

  @Override
  public boolean canHandle(Document filter) {
    return original.canHandle(filter) || pinned(filter).filter(original::canHandle).isPresent();
  }

  @Override
  public Iterable<P> getPositions(Document filter) {
    return original.getPositions(
        original.canHandle(filter) ? filter : pinned(filter).orElse(filter));
  }

  /** The part of the filter that this index can serve, if it speaks of each of its keys. */
  private Optional<Document> pinned(Document filter) {
    Document part = new Document();
    for (String key : keys()) {
      Optional<Object> condition = condition(filter, key);
      if (condition.isEmpty()) {
        return Optional.empty();
      }
      part.put(key, condition.get());
    }
    return Optional.of(part);
  }

  private static Optional<Object> condition(Document filter, String key) {
    Object direct = filter.get(key);
    if (direct != null) {
      return Optional.of(direct);
    }
    if (!(filter.get("$and") instanceof Collection<?> all)) {
      return Optional.empty();
    }
    return all.stream()
        .filter(Document.class::isInstance)
        .map(part -> condition((Document) part, key))
        .flatMap(Optional::stream)
        .findFirst();
  }

  // Everything else is the original's.

  @Override
  public P getPosition(Document document) {
    return original.getPosition(document);
  }

  @Override
  public void checkAdd(Document document, MongoCollection<P> collection) {
    original.checkAdd(document, collection);
  }

  @Override
  public void add(Document document, P position, MongoCollection<P> collection) {
    original.add(document, position, collection);
  }

  @Override
  public P remove(Document document) {
    return original.remove(document);
  }

  @Override
  public long getCount() {
    return original.getCount();
  }

  @Override
  public boolean isEmpty() {
    return original.isEmpty();
  }

  @Override
  public long getDataSize() {
    return original.getDataSize();
  }

  @Override
  public void checkUpdate(Document before, Document after, MongoCollection<P> collection) {
    original.checkUpdate(before, after, collection);
  }

  @Override
  public void updateInPlace(
      Document before, Document after, P position, MongoCollection<P> collection) {
    original.updateInPlace(before, after, position, collection);
  }

  @Override
  public void drop() {
    original.drop();
  }

  @Override
  public boolean isUnique() {
    return original.isUnique();
  }

  @Override
  public Document toIndexDescription() {
    return original.toIndexDescription();
  }
}
