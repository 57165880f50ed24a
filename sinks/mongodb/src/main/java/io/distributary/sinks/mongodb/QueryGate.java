package io.distributary.sinks.mongodb;

import io.distributary.schemas.json.JsonNumber;
import io.distributary.sink.InvalidQueryException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what only reads, only one collection, and runs no code: stages and operators by
 * list, and not more of them than a question needs. What the lists do not name is refused, whatever
 * a later MongoDB makes of it; regular expressions obey {@link CallersRegex}.
 */
final class QueryGate {
  /** Of one pipeline, with those of its facets. */
  private static final int MOST_STAGES = 50;

  private static final int MOST_FACETS = 10;

  /** Of one filter or pipeline: all fields that begin with $. */
  private static final int MOST_OPERATORS = 1_000;

  /** Of $map, $filter and $let within each other: each multiplies what is to be done. */
  private static final int MOST_LOOPS = 3;

  private static final Set<String> LOOPS = Set.of("$map", "$filter", "$let");
  private static final Set<String> REGEX_MATCH = Set.of("input", "regex", "options");

  private static final Set<String> STAGES =
      words(
          """
          $match $project $unset $addFields $set $group $sortByCount $bucket $count $sort $skip
          $limit $unwind $replaceRoot $replaceWith $facet""");

  private static final Set<String> OPERATORS =
      words(
          """
          $eq $ne $gt $gte $lt $lte $in $nin $and $or $nor $not $exists $type $regex $options $mod
          $all $elemMatch $size $expr $slice
          $sum $avg $min $max $first $last $push $addToSet $count
          $add $subtract $multiply $divide $abs $ceil $floor $round $trunc $cmp
          $cond $ifNull $switch $let $literal $map $filter $arrayElemAt $isArray $concatArrays
          $setUnion $setIntersection $setDifference $setIsSubset $anyElementTrue $allElementsTrue
          $mergeObjects $objectToArray $concat $split $trim $toLower $toUpper $substrCP $strLenCP
          $indexOfCP $regexMatch $toString $toInt $toLong $toDouble $toDecimal $toDate
          $year $month $dayOfMonth $hour $dayOfWeek $dateToString $dateFromString $dateTrunc
          $dateDiff""");

  private int stages;
  private int operators;
  private int loops;
  private boolean inFacet;

  private QueryGate() {}

  private static Set<String> words(String words) {
    return Set.of(words.strip().split("\\s+"));
  }

  /**
   * A filter, projection or sort.
   *
   * @param path how messages name it
   * @param json an object; nothing is the empty one
   */
  static BsonDocument object(String path, @Nullable Object json) throws InvalidQueryException {
    if (json == null) {
      return new BsonDocument();
    }
    if (json instanceof Map<?, ?> map) {
      return new QueryGate().document(path, map);
    }
    throw new InvalidQueryException(path + " is a JSON object.");
  }

  static List<BsonDocument> pipeline(String path, @Nullable Object json)
      throws InvalidQueryException {
    return new QueryGate().stages(path, json);
  }

  private List<BsonDocument> stages(String path, @Nullable Object json)
      throws InvalidQueryException {
    if (!(json instanceof List<?> list)) {
      throw new InvalidQueryException(path + " is a JSON array of stages.");
    }
    List<BsonDocument> within = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      within.add(stage(path + "[" + i + "]", list.get(i)));
    }
    return within;
  }

  private BsonDocument stage(String path, @Nullable Object json) throws InvalidQueryException {
    if (!(json instanceof Map<?, ?> map) || map.size() != 1) {
      throw new InvalidQueryException(path + " is a JSON object with one field, the stage.");
    }
    if (++stages > MOST_STAGES) {
      throw new InvalidQueryException(path + ": more than " + MOST_STAGES + " stages.");
    }
    Map.Entry<?, ?> stage = map.entrySet().iterator().next();
    String name = (String) stage.getKey();
    if (inFacet && name.equals("$facet")) {
      throw new InvalidQueryException(path + ": a $facet within a $facet.");
    }
    if (!STAGES.contains(name)) {
      throw new InvalidQueryException(
          path + ": " + name + " is not allowed. Allowed: " + sorted(STAGES) + ".");
    }
    String within = path + "." + name;
    return switch (name) {
      case "$facet" -> new BsonDocument(name, facet(within, stage.getValue()));
      // The elder names of the same two, which every server knows.
      case "$set" -> new BsonDocument("$addFields", value(within, stage.getValue()));
      case "$replaceWith" ->
          new BsonDocument(
              "$replaceRoot", new BsonDocument("newRoot", value(within, stage.getValue())));
      default -> new BsonDocument(name, value(within, stage.getValue()));
    };
  }

  private BsonDocument facet(String path, @Nullable Object json) throws InvalidQueryException {
    if (!(json instanceof Map<?, ?> map)) {
      throw new InvalidQueryException(path + " is a JSON object of pipelines.");
    }
    if (map.size() > MOST_FACETS) {
      throw new InvalidQueryException(path + ": more than " + MOST_FACETS + " pipelines.");
    }
    inFacet = true;
    BsonDocument facets = new BsonDocument();
    for (Map.Entry<?, ?> facet : map.entrySet()) {
      String name = (String) facet.getKey();
      facets.put(name, new BsonArray(stages(path + "." + name, facet.getValue())));
    }
    inFacet = false;
    return facets;
  }

  private BsonValue value(String path, @Nullable Object json) throws InvalidQueryException {
    if (json == null) {
      return BsonNull.VALUE;
    }
    if (json instanceof Map<?, ?> map) {
      return map.size() == 1 ? single(path, map) : document(path, map);
    }
    if (json instanceof List<?> list) {
      return array(path, list);
    }
    if (json instanceof JsonNumber number) {
      return BsonJson.number(number);
    }
    return json instanceof Boolean truth
        ? BsonBoolean.valueOf(truth)
        : new BsonString((String) json);
  }

  private BsonArray array(String path, List<?> list) throws InvalidQueryException {
    BsonArray array = new BsonArray();
    for (int i = 0; i < list.size(); i++) {
      array.add(value(path + "[" + i + "]", list.get(i)));
    }
    return array;
  }

  private BsonDocument document(String path, Map<?, ?> map) throws InvalidQueryException {
    BsonDocument document = new BsonDocument();
    for (Map.Entry<?, ?> field : map.entrySet()) {
      String name = (String) field.getKey();
      document.put(
          name,
          name.startsWith("$")
              ? operator(path, name, field.getValue(), map)
              : value(path + "." + name, field.getValue()));
    }
    return document;
  }

  /**
   * What an operator has beside it.
   *
   * @param path of the object that it stands in
   */
  private BsonValue operator(String path, String name, @Nullable Object json, Map<?, ?> beside)
      throws InvalidQueryException {
    if (!OPERATORS.contains(name)) {
      throw new InvalidQueryException(path + ": the operator " + name + " is not allowed.");
    }
    if (++operators > MOST_OPERATORS) {
      throw new InvalidQueryException(path + ": more than " + MOST_OPERATORS + " operators.");
    }
    String within = path + "." + name;
    switch (name) {
      case "$regex" -> CallersRegex.check(within, literal(within, json));
      case "$options" -> requireOptions(within, json, beside);
      case "$regexMatch" -> requireLiteralRegex(within, json);
      default -> {}
    }
    return LOOPS.contains(name) ? loop(within, json) : value(within, json);
  }

  private BsonValue loop(String path, @Nullable Object json) throws InvalidQueryException {
    if (loops == MOST_LOOPS) {
      throw new InvalidQueryException(
          path + ": more than " + MOST_LOOPS + " of $map, $filter and $let within each other.");
    }
    loops++;
    try {
      return value(path, json);
    } finally {
      loops--;
    }
  }

  private static void requireOptions(String path, @Nullable Object json, Map<?, ?> beside)
      throws InvalidQueryException {
    if (!beside.containsKey("$regex")) {
      throw new InvalidQueryException(path + " stands beside a $regex only.");
    }
    CallersRegex.checkOptions(path, literal(path, json));
  }

  /** {@code $regexMatch}: no expression may compute a regular expression from data. */
  private static void requireLiteralRegex(String path, @Nullable Object json)
      throws InvalidQueryException {
    if (!(json instanceof Map<?, ?> map) || !REGEX_MATCH.containsAll(map.keySet())) {
      throw new InvalidQueryException(path + " is {\"input\": …, \"regex\": …, \"options\": …}.");
    }
    CallersRegex.check(path + ".regex", literal(path + ".regex", map.get("regex")));
    if (map.containsKey("options")) {
      CallersRegex.checkOptions(path + ".options", literal(path + ".options", map.get("options")));
    }
  }

  /** A text that no server takes for an expression. */
  private static String literal(String path, @Nullable Object json) throws InvalidQueryException {
    if (json instanceof String text && !text.startsWith("$")) {
      return text;
    }
    throw new InvalidQueryException(path + " is a text that does not begin with $.");
  }

  /** An object with one field: perhaps a date or a version, which JSON has no types for. */
  private BsonValue single(String path, Map<?, ?> map) throws InvalidQueryException {
    Map.Entry<?, ?> field = map.entrySet().iterator().next();
    if (field.getKey().equals("$date")) {
      return date(path, field.getValue());
    }
    if (field.getKey().equals("$numberLong")) {
      return whole(path, field.getValue());
    }
    return document(path, map);
  }

  private static BsonDateTime date(String path, @Nullable Object json)
      throws InvalidQueryException {
    try {
      return new BsonDateTime(OffsetDateTime.parse(text(json)).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new InvalidQueryException(path + ": $date is a text like \"2026-11-21T09:30:00Z\".");
    }
  }

  private static BsonInt64 whole(String path, @Nullable Object json) throws InvalidQueryException {
    try {
      return new BsonInt64(Long.parseLong(text(json)));
    } catch (NumberFormatException e) {
      throw new InvalidQueryException(path + ": $numberLong is a text of up to 19 digits.");
    }
  }

  /** What is no text becomes the empty one, which is neither a date nor a number. */
  private static String text(@Nullable Object json) {
    return json instanceof String text ? text : "";
  }

  private static String sorted(Set<String> words) {
    return new TreeSet<>(words).stream().collect(Collectors.joining(", "));
  }
}
