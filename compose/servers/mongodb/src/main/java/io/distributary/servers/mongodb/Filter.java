package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.BadValueException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which documents a query wants. The original's matcher decides, over a query whose regular
 * expressions and lists are bounded; what it would do without end is done here.
 */
final class Filter implements Predicate<Document> {
  private final List<Predicate<Document>> parts = new ArrayList<>();
  private final Bounds bounds;

  Filter(Document query, Bounds bounds) {
    this.bounds = bounds;
    Document simple = new Document();
    for (Map.Entry<String, Object> part : query.entrySet()) {
      switch (part.getKey()) {
        case "$and" -> all(part).forEach(parts::add);
        case "$or" -> parts.add(any(all(part)));
        case "$nor" -> parts.add(any(all(part)).negate());
        case "$expr" -> parts.add(expression(part.getValue()));
        default -> simple.put(part.getKey(), bounded(part.getValue(), false, bounds));
      }
    }
    if (!simple.isEmpty()) {
      QueryMatcher matcher = new DefaultQueryMatcher();
      parts.add(0, document -> matcher.matches(document, simple));
    }
  }

  private List<Filter> all(Map.Entry<String, Object> part) {
    if (!(part.getValue() instanceof Collection<?> queries) || queries.isEmpty()) {
      throw new BadValueException("$and/$or/$nor must be a nonempty array");
    }
    List<Filter> filters = new ArrayList<>();
    for (Object query : queries) {
      if (!(query instanceof Document document)) {
        throw new BadValueException("$or/$and/$nor entries need to be full objects");
      }
      filters.add(new Filter(document, bounds));
    }
    return filters;
  }

  private static Predicate<Document> any(List<Filter> filters) {
    return document -> filters.stream().anyMatch(filter -> filter.test(document));
  }

  private Predicate<Document> expression(@Nullable Object expression) {
    return document -> Utils.isTrue(new Evaluation(bounds).evaluate(expression, document));
  }

  @Override
  public boolean test(Document document) {
    bounds.check();
    for (Predicate<Document> part : parts) {
      if (!part.test(document)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Object bounded(
      @Nullable Object value, boolean inElemMatch, Bounds bounds) {
    if (value instanceof BsonRegularExpression regex) {
      return new BoundedRegex(regex, bounds);
    }
    if (value instanceof Document document) {
      return document.containsKey("$regex")
          ? regex(document, inElemMatch, bounds)
          : boundedFields(document, bounds);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(bounded(element, false, bounds)));
      return new BoundedList(elements, bounds);
    }
    return value;
  }

  /** The same fields, bounded. */
  static Document boundedFields(Document document, Bounds bounds) {
    Document copy = new Document();
    document.forEach(
        (key, value) -> copy.put(key, bounded(value, key.equals("$elemMatch"), bounds)));
    return copy;
  }

  /** Beside other operators the original sees nothing but the expression, so it becomes one. */
  private static Object regex(Document document, boolean inElemMatch, Bounds bounds) {
    BoundedRegex regex =
        new BoundedRegex(BsonRegularExpression.convertToRegularExpression(document), bounds);
    Document others = document.clone();
    others.remove("$regex");
    others.remove("$options");
    if (others.isEmpty() && !inElemMatch) {
      return regex;
    }
    if (others.containsKey("$in")) {
      throw new BadValueException("$regex beside $in is not supported by this stand-in");
    }
    return boundedFields(others, bounds).append("$in", new ArrayList<>(List.of(regex)));
  }
}
