package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.aggregation.Expression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of an aggregation's expression for one document. Each operator is the original's, given
 * values instead of expressions, so that time is looked at and memory counted between any two;
 * those that run expressions in loops are made here.
 */
final class Evaluation {
  /** Estimated bytes that the values in between may have for one document. */
  private static final long MOST_BYTES = 24 << 20;

  /** Of elements of sets that an operator compares without looking at the time. */
  private static final long MOST_PAIRS = 20_000_000;

  private static final Document NOTHING = new Document();

  private final Bounds bounds;
  private long made;

  Evaluation(Bounds bounds) {
    this.bounds = bounds;
  }

  @Nullable Object evaluate(@Nullable Object expression, Document document) {
    bounds.check();
    if (expression instanceof Document object) {
      return made(object(object, document));
    }
    if (expression instanceof Collection<?> elements) {
      return made(elements(elements, document));
    }
    return expression instanceof String text && text.startsWith("$")
        ? reference(text.substring(1), document)
        : expression;
  }

  private static @Nullable Object reference(String path, Document document) {
    if (!path.startsWith("$")) {
      return Values.get(document, path);
    }
    int dot = path.indexOf('.');
    Object value = variable(dot < 0 ? path : path.substring(0, dot), document);
    if (dot < 0) {
      return value;
    }
    return value instanceof Document within
        ? Values.get(within, path.substring(dot + 1))
        : Missing.getInstance();
  }

  /** Those of loops stand in the document, under names that no stored field has. */
  private static @Nullable Object variable(String name, Document document) {
    if (name.equals("$ROOT") || name.equals("$CURRENT")) {
      Document root = document.clone();
      root.keySet().removeIf(key -> key.startsWith("$"));
      return root;
    }
    if (name.equals("$NOW")) {
      return Instant.now();
    }
    if (!document.containsKey(name)) {
      throw new MongoServerError(17276, "Use of undefined variable: " + name.substring(1));
    }
    return document.get(name);
  }

  private @Nullable Object object(Document object, Document document) {
    if (object.size() == 1) {
      Map.Entry<String, Object> only = object.entrySet().iterator().next();
      if (only.getKey().startsWith("$")) {
        return operator(only.getKey(), only.getValue(), document);
      }
    }
    Document result = new Document();
    for (Map.Entry<String, Object> field : object.entrySet()) {
      if (field.getKey().startsWith("$")) {
        throw new MongoServerError(15983, "An expression is an object with exactly one field");
      }
      Object value = evaluate(field.getValue(), document);
      if (!(value instanceof Missing)) {
        result.put(field.getKey(), value);
      }
    }
    return result;
  }

  private List<@Nullable Object> elements(Collection<?> elements, Document document) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Object element : elements) {
      Object value = evaluate(element, document);
      values.add(value instanceof Missing ? null : value);
    }
    return values;
  }

  private @Nullable Object operator(String name, @Nullable Object argument, Document document) {
    return switch (name) {
      case "$literal" -> argument;
      case "$cond" -> condition(argument, document);
      case "$map" -> map(argument, document);
      case "$filter" -> filter(argument, document);
      case "$reduce" ->
          throw new MongoServerError(
              168, "InvalidPipelineOperator", "Unrecognized expression '$reduce'");
      default -> apply(name, values(argument, document));
    };
  }

  /** The original operator, given values. */
  private @Nullable Object apply(String name, @Nullable Object values) {
    room(name, values);
    return Expression.evaluateDocument(new Document(name, values), NOTHING);
  }

  /** What puts its arguments together needs room for all of them, or time for all pairs. */
  private void room(String name, @Nullable Object values) {
    if (!(values instanceof Collection<?> all)
        || !(name.startsWith("$concat") || name.startsWith("$set"))) {
      return;
    }
    long pairs = 1;
    for (Object value : all) {
      count(shallow(value));
      pairs *= value instanceof Collection<?> elements ? Math.max(1, elements.size()) : 1;
      if (name.startsWith("$set") && pairs > MOST_PAIRS) {
        throw Bounds.tooMuch();
      }
    }
  }

  private @Nullable Object values(@Nullable Object argument, Document document) {
    if (argument instanceof Collection<?> arguments) {
      List<@Nullable Object> values = new ArrayList<>();
      arguments.forEach(each -> values.add(value(each, document)));
      return values;
    }
    if (!(argument instanceof Document options) || !Values.isPlain(options)) {
      return Collections.singletonList(value(argument, document));
    }
    Document values = new Document();
    options.forEach((key, each) -> values.put(key, value(each, document)));
    return values;
  }

  /** A value that the original does not take for an expression. */
  private @Nullable Object value(@Nullable Object expression, Document document) {
    Object value = evaluate(expression, document);
    boolean expressive =
        value instanceof Document || value instanceof String text && text.startsWith("$");
    return expressive ? new Document("$literal", value) : value;
  }

  private @Nullable Object condition(@Nullable Object argument, Document document) {
    List<@Nullable Object> parts = new ArrayList<>();
    if (argument instanceof Document named) {
      for (String part : List.of("if", "then", "else")) {
        if (!named.containsKey(part)) {
          throw new MongoServerError(17080, "Missing '" + part + "' parameter to $cond");
        }
        parts.add(named.get(part));
      }
    } else if (argument instanceof Collection<?> three && three.size() == 3) {
      parts.addAll(three);
    } else {
      throw new MongoServerError(16020, "Expression $cond takes exactly 3 arguments");
    }
    return evaluate(parts.get(Utils.isTrue(evaluate(parts.get(0), document)) ? 1 : 2), document);
  }

  private @Nullable Object map(@Nullable Object argument, Document document) {
    Loop loop = loop("$map", argument, "in", document);
    if (loop == null) {
      return null;
    }
    List<@Nullable Object> results = new ArrayList<>();
    for (Object element : loop.input()) {
      Object result = evaluate(loop.each(), loop.with(element));
      results.add(result instanceof Missing ? null : result);
      count(8);
    }
    return results;
  }

  private @Nullable Object filter(@Nullable Object argument, Document document) {
    Loop loop = loop("$filter", argument, "cond", document);
    if (loop == null) {
      return null;
    }
    List<@Nullable Object> results = new ArrayList<>();
    for (Object element : loop.input()) {
      if (Utils.isTrue(evaluate(loop.each(), loop.with(element)))) {
        results.add(element);
      }
    }
    return results;
  }

  /**
   * An expression for each element.
   *
   * @param scope the document and, under {@code key}, the element
   */
  private record Loop(Collection<?> input, String key, @Nullable Object each, Document scope) {
    Document with(@Nullable Object element) {
      scope.put(key, element);
      return scope;
    }
  }

  private @Nullable Loop loop(
      String name, @Nullable Object argument, String each, Document document) {
    if (!(argument instanceof Document loop)
        || !loop.containsKey("input")
        || !loop.containsKey(each)) {
      throw new MongoServerError(16882, "Missing parameters to " + name);
    }
    Object input = evaluate(loop.get("input"), document);
    if (Missing.isNullOrMissing(input)) {
      return null;
    }
    if (!(input instanceof Collection<?> elements)) {
      throw new MongoServerError(16883, "input to " + name + " must be an array");
    }
    Object as = loop.getOrDefault("as", "this");
    if (!(as instanceof String variable) || variable.isEmpty()) {
      throw new MongoServerError(16866, "empty variable names are not allowed");
    }
    return new Loop(elements, "$" + variable, loop.get(each), document.clone());
  }

  private @Nullable Object made(@Nullable Object value) {
    count(shallow(value));
    return value;
  }

  /** Without what it refers to, which exists already. */
  private static long shallow(@Nullable Object value) {
    if (value instanceof Document document) {
      return 96 + 40L * document.size();
    }
    if (value instanceof Collection<?> elements) {
      return 24 + 8L * elements.size();
    }
    return value instanceof String text ? 40L + text.length() : 16;
  }

  private void count(long bytes) {
    made += bytes;
    if (made > MOST_BYTES) {
      throw Bounds.tooMuch();
    }
    if (made > Bounds.FREE_BYTES && !bounds.holdsPermit()) {
      bounds.hold(Bounds.FREE_BYTES + 1);
      bounds.free(Bounds.FREE_BYTES + 1);
    }
  }
}
