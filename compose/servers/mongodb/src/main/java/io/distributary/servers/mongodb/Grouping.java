package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.backend.aggregation.accumulator.Accumulator;
import de.bwaldvogel.mongo.backend.aggregation.accumulator.AddToSetAccumulator;
import de.bwaldvogel.mongo.backend.aggregation.accumulator.PushAccumulator;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@code $group}: the original's accumulators, and what they hold counted. */
final class Grouping {
  private static final int GROUP_BYTES = 160;

  private final Key key;
  private final Map<String, Supplier<Accumulator>> accumulators;
  private final Bounds bounds;

  /** Which group a document belongs to. */
  interface Key {
    @Nullable Object of(Document document, Evaluation evaluation);
  }

  Grouping(Document argument, Bounds bounds) {
    this(argument, idOf(argument), bounds);
  }

  Grouping(Document argument, Key key, Bounds bounds) {
    this.key = key;
    this.accumulators = Accumulator.parse(argument);
    this.bounds = bounds;
  }

  private static Key idOf(Document argument) {
    if (!argument.containsKey("_id")) {
      throw new MongoServerError(15955, "a group specification must include an _id");
    }
    Object expression = argument.get("_id");
    return (document, evaluation) -> evaluation.evaluate(expression, document);
  }

  /** One document for each group, in the order of the keys. */
  Iterator<Document> of(Iterator<Document> documents) {
    Map<@Nullable Object, List<Counted>> groups = new TreeMap<>(ValueComparator.asc()::compare);
    documents.forEachRemaining(document -> add(document, groups));
    return new Mapped<>(groups.entrySet().iterator(), Grouping::result);
  }

  private void add(Document document, Map<@Nullable Object, List<Counted>> groups) {
    bounds.check();
    Evaluation evaluation = new Evaluation(bounds);
    Object id = key.of(document, evaluation);
    Object known = id instanceof Missing ? null : id;
    List<Counted> group = groups.get(known);
    if (group == null) {
      bounds.hold(GROUP_BYTES + Sizes.heap(known, bounds.countable()));
      group = accumulators.values().stream().map(each -> new Counted(each.get())).toList();
      groups.put(known, group);
    }
    for (Counted each : group) {
      each.add(evaluation.evaluate(each.accumulator.getExpression(), document));
    }
  }

  private static Document result(Map.Entry<@Nullable Object, List<Counted>> group) {
    Document result = new Document("_id", group.getKey());
    group.getValue().forEach(each -> result.put(each.accumulator.getField(), each.result()));
    return result;
  }

  /** An accumulator and the bytes that it holds. */
  private final class Counted {
    private final Accumulator accumulator;
    private final Set<Object> distinct = new LinkedHashSet<>();
    private long largest;

    Counted(Accumulator accumulator) {
      this.accumulator = accumulator;
      bounds.hold(GROUP_BYTES);
    }

    void add(@Nullable Object value) {
      if (accumulator instanceof AddToSetAccumulator) {
        addDistinct(value);
        return;
      }
      long bytes = Sizes.heap(value, bounds.countable());
      if (accumulator instanceof PushAccumulator) {
        bounds.hold(bytes);
      } else if (bytes > largest) {
        bounds.hold(bytes - largest);
        largest = bytes;
      }
      accumulator.aggregate(value);
    }

    private void addDistinct(@Nullable Object value) {
      if (value != null && !(value instanceof Missing) && distinct.add(value)) {
        bounds.hold(48 + Sizes.heap(value, bounds.countable()));
      }
    }

    @Nullable Object result() {
      if (!(accumulator instanceof AddToSetAccumulator)) {
        return accumulator.getResult();
      }
      List<Object> values = new ArrayList<>(distinct);
      Collections.reverse(values); // as the original has it
      return values;
    }
  }
}
