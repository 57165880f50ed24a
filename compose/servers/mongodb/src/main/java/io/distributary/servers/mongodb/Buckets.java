package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the documents of a {@code $bucket} go. */
final class Buckets implements Grouping.Key {
  private final Document argument;
  private final List<@Nullable Object> boundaries;

  /**
   * @param argument that is known to be right
   */
  Buckets(Document argument) {
    this.argument = argument;
    this.boundaries = new ArrayList<>((Collection<?>) argument.get("boundaries"));
  }

  @Override
  public @Nullable Object of(Document document, Evaluation evaluation) {
    Object value = evaluation.evaluate(argument.get("groupBy"), document);
    for (int i = boundaries.size() - 1; i >= 0; i--) {
      if (ValueComparator.asc().compare(value, boundaries.get(i)) >= 0) {
        return i < boundaries.size() - 1 ? boundaries.get(i) : other();
      }
    }
    return other();
  }

  private @Nullable Object other() {
    if (argument.containsKey("default")) {
      return argument.get("default");
    }
    throw new MongoServerError(
        40066, "could not find a matching branch for an input, and no default was specified");
  }
}
