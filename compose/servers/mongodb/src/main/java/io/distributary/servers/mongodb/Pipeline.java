package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.backend.aggregation.stage.BucketStage;
import de.bwaldvogel.mongo.backend.aggregation.stage.ProjectStage;
import de.bwaldvogel.mongo.backend.aggregation.stage.ReplaceRootStage;
import de.bwaldvogel.mongo.backend.aggregation.stage.UnsetStage;
import de.bwaldvogel.mongo.backend.aggregation.stage.UnwindStage;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation, document by document as far as its stages allow. The original's stages run over
 * streams that nobody can end and keep whatever they like; these look at the time at each document
 * and count what they hold.
 */
final class Pipeline {
  private static final Set<String> STAGES =
      Set.of(
          "$match",
          "$project",
          "$unset",
          "$addFields",
          "$group",
          "$sortByCount",
          "$bucket",
          "$count",
          "$sort",
          "$skip",
          "$limit",
          "$unwind",
          "$replaceRoot",
          "$facet");

  private final Bounds bounds;

  Pipeline(Bounds bounds) {
    this.bounds = bounds;
  }

  /** Whether all stages are ones that run here. */
  static boolean runs(@Nullable Object stages) {
    return stages instanceof Collection<?> all
        && all.stream()
            .allMatch(
                stage ->
                    stage instanceof Document document
                        && document.size() == 1
                        && STAGES.containsAll(document.keySet()));
  }

  /** What comes out at the end. */
  Iterator<Document> run(Collection<?> stages, Iterator<Document> in) {
    Iterator<Document> out = in;
    List<Document> all = stages.stream().map(Document.class::cast).toList();
    for (int i = 0; i < all.size(); i++) {
      Map.Entry<String, Object> stage = all.get(i).entrySet().iterator().next();
      long limit = i + 1 < all.size() ? limit(all.get(i + 1)) : 0;
      out = stage(stage.getKey(), stage.getValue(), limit, checked(out));
    }
    return out;
  }

  /** How many a following stage wants; 0 when it does not say. */
  private static long limit(Document following) {
    return following.get("$limit") instanceof Number number ? number.longValue() : 0;
  }

  private Iterator<Document> checked(Iterator<Document> documents) {
    return new Wanted<>(
        documents,
        document -> {
          bounds.check();
          return true;
        });
  }

  private Iterator<Document> stage(
      String name, @Nullable Object argument, long limit, Iterator<Document> in) {
    return switch (name) {
      case "$match" -> new Wanted<>(in, new Filter(document(name, argument), bounds));
      case "$project" -> made(in, project(argument));
      case "$unset" -> made(in, unset(argument));
      case "$addFields" -> made(in, addFields(document(name, argument)));
      case "$replaceRoot" -> made(in, replaceRoot(document(name, argument)));
      case "$group" -> group(document(name, argument), in);
      case "$count" -> count(argument, in);
      case "$sortByCount" -> sortByCount(argument, limit, in);
      case "$bucket" -> bucket(document(name, argument), in);
      case "$sort" -> sort(document(name, argument), limit, in);
      case "$skip" -> skip(number(name, argument), in);
      case "$limit" -> new Limited<>(in, number(name, argument));
      case "$unwind" -> unwind(argument, in);
      case "$facet" -> new Later<>(() -> facet(document(name, argument), in));
      default -> throw new MongoServerError(40324, "Unrecognized pipeline stage name");
    };
  }

  private static Document document(String stage, @Nullable Object argument) {
    if (argument instanceof Document document) {
      return document;
    }
    throw new MongoServerError(15959, "the " + stage + " specification must be an object");
  }

  private static long number(String stage, @Nullable Object argument) {
    if (argument instanceof Number number && number.longValue() >= 0) {
      return number.longValue();
    }
    throw new MongoServerError(15957, "the argument to " + stage + " must be a number");
  }

  /** Documents made of documents: none may be larger than documents are. */
  private static Iterator<Document> made(
      Iterator<Document> in, Function<Document, Document> function) {
    return new Mapped<>(in, function.andThen(OpenCursor::requireDocumentSize));
  }

  private Function<Document, Document> project(@Nullable Object argument) {
    new ProjectStage(argument); // says what is wrong with it
    Document projection = document("$project", argument);
    boolean includes = projection.values().stream().anyMatch(Values::isTrue);
    return document -> {
      Document result = includes ? new Document() : document.cloneDeeply();
      if (includes && !projection.containsKey("_id")) {
        Values.copy(document, result, "_id");
      }
      Evaluation evaluation = new Evaluation(bounds);
      projection.forEach((field, value) -> project(document, result, field, value, evaluation));
      return result;
    };
  }

  private static void project(
      Document document,
      Document result,
      String field,
      @Nullable Object value,
      Evaluation evaluation) {
    if (value instanceof Number || value instanceof Boolean) {
      if (Values.isTrue(value)) {
        Values.copy(document, result, field);
      } else {
        Values.remove(result, field);
      }
    } else {
      Values.put(result, field, evaluation.evaluate(value, document));
    }
  }

  private static Function<Document, Document> unset(@Nullable Object argument) {
    UnsetStage stage = new UnsetStage(argument);
    return document -> stage.apply(Stream.of(document)).toList().get(0);
  }

  private Function<Document, Document> addFields(Document fields) {
    if (fields.isEmpty()) {
      throw new MongoServerError(40177, "Invalid $addFields: at least one field");
    }
    return document -> {
      Document result = document.clone();
      addFields(result, fields, document, new Evaluation(bounds));
      return result;
    };
  }

  /** Objects that are no expressions are merged into what is there. */
  private static void addFields(
      Document into, Document fields, Document document, Evaluation evaluation) {
    fields.forEach(
        (field, expression) -> {
          if (expression instanceof Document object && Values.isPlain(object)) {
            Document within =
                into.get(field) instanceof Document there ? there.clone() : new Document();
            addFields(within, object, document, evaluation);
            into.put(field, within);
          } else {
            Values.put(into, field, evaluation.evaluate(expression, document));
          }
        });
  }

  private Function<Document, Document> replaceRoot(Document argument) {
    new ReplaceRootStage(argument); // says what is wrong with it
    return document -> {
      Object root = new Evaluation(bounds).evaluate(argument.get("newRoot"), document);
      if (root instanceof Document made) {
        return made;
      }
      throw new MongoServerError(40228, "'newRoot' expression must evaluate to an object");
    };
  }

  private Iterator<Document> group(Document argument, Iterator<Document> in) {
    Grouping grouping = new Grouping(argument, bounds);
    return new Later<>(() -> made(grouping.of(in), Function.identity()));
  }

  private Iterator<Document> count(@Nullable Object argument, Iterator<Document> in) {
    if (!(argument instanceof String field) || field.isEmpty() || field.startsWith("$")) {
      throw new MongoServerError(40156, "the count field must be a non-empty string");
    }
    Document counting = new Document("_id", null).append(field, new Document("$sum", 1));
    return new Mapped<>(
        group(counting, in),
        counted -> {
          counted.remove("_id");
          return counted;
        });
  }

  private Iterator<Document> sortByCount(
      @Nullable Object argument, long limit, Iterator<Document> in) {
    Document counting = new Document("_id", argument).append("count", new Document("$sum", 1));
    return sort(new Document("count", -1).append("_id", 1), limit, group(counting, in));
  }

  /** A group whose key is the lower boundary. */
  private Iterator<Document> bucket(Document argument, Iterator<Document> in) {
    new BucketStage(argument); // says what is wrong with it
    Document output =
        argument.get("output") instanceof Document given
            ? given
            : new Document("count", new Document("$sum", 1));
    Document group = new Document("_id", null).appendAll(output);
    Grouping grouping = new Grouping(group, new Buckets(argument), bounds);
    return new Later<>(() -> made(grouping.of(in), Function.identity()));
  }

  private Iterator<Document> sort(Document order, long limit, Iterator<Document> in) {
    if (order.isEmpty()) {
      throw new MongoServerError(15976, "$sort stage must have at least one sort key");
    }
    Sorted<Document> sorted = new Sorted<>(order, limit, bounds);
    return new Later<>(
        () -> {
          in.forEachRemaining(
              document -> sorted.add(document, document, Sizes.heap(document, bounds.countable())));
          return sorted.sorted();
        });
  }

  static Iterator<Document> skip(long number, Iterator<Document> in) {
    return new Later<>(
        () -> {
          for (long i = 0; i < number && in.hasNext(); i++) {
            in.next();
          }
          return in;
        });
  }

  private Iterator<Document> unwind(@Nullable Object argument, Iterator<Document> in) {
    new UnwindStage(argument); // says what is wrong with it
    return new Unwound(in, argument, bounds);
  }

  private Iterator<Document> facet(Document facets, Iterator<Document> in) {
    List<Document> all = new ArrayList<>();
    in.forEachRemaining(
        document -> {
          bounds.hold(8 + Sizes.heap(document, bounds.countable()));
          all.add(document);
        });
    Document result = new Document();
    facets.forEach((name, stages) -> result.put(name, facet(stages, all)));
    return List.of(OpenCursor.requireDocumentSize(result)).iterator();
  }

  private List<Document> facet(@Nullable Object stages, List<Document> all) {
    if (!runs(stages) || !(stages instanceof Collection<?> within)) {
      throw new MongoServerError(40600, "a stage is not allowed to be used within a $facet stage");
    }
    List<Document> found = new ArrayList<>();
    new Pipeline(bounds)
        .run(within, all.iterator())
        .forEachRemaining(
            document -> {
              bounds.check();
              bounds.hold(8 + Sizes.heap(document, bounds.countable()));
              found.add(document);
            });
    return found;
  }
}
