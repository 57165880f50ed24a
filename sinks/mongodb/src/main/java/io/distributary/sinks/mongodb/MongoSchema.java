package io.distributary.sinks.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import io.distributary.schemas.ResourceId;
import io.distributary.sink.SinkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.RawBsonDocument;

/** The collections of one revision: one per resource type, with an index on the key. */
final class MongoSchema {
  private static final Pattern CAPITAL_INSIDE = Pattern.compile("(?<!^)(?=[A-Z])");
  private static final Pattern WORDS = Pattern.compile("[a-z]+(_[a-z]+)*");
  private static final Pattern WORD_START = Pattern.compile("(?:^|_)([a-z])");

  private final MongoDatabase database;
  private final String suffix;

  /** Documents in one reply of the server, which ends it at 16 MiB by itself. */
  static final int BATCH = 100;

  private final Set<String> prepared = ConcurrentHashMap.newKeySet();

  MongoSchema(MongoDatabase database, String suffix) {
    this.database = database;
    this.suffix = suffix;
  }

  /**
   * Prepares the collections that are there, and one that always is, so that a store that cannot be
   * written to is found out at once. Repeatable, and safe beside another gateway.
   */
  void prepare() throws SinkException {
    prepare("Patient");
    for (String type : types(database)) {
      prepare(type);
    }
  }

  private void prepare(String type) throws SinkException {
    MongoErrors.call(() -> collection(type).createIndex(Indexes.ascending(MongoDocument.KEY)));
    prepared.add(type);
  }

  /** A type's collection for reading; it need not exist. */
  MongoCollection<RawBsonDocument> collection(String type) {
    return database.getCollection(physicalName(type), RawBsonDocument.class);
  }

  /** A type's collection whose operations end within a time, whatever the server does. */
  MongoCollection<RawBsonDocument> collection(String type, Duration within) {
    return collection(type).withTimeout(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A type's collection for writing, created with its index when it is not there yet. */
  MongoCollection<RawBsonDocument> preparedCollection(String type) throws SinkException {
    if (!prepared.contains(type)) {
      prepare(type);
    }
    return collection(type);
  }

  /** Whether the view has a collection of this type, made here or by another gateway. */
  boolean knows(String type, Duration within) throws SinkException {
    return prepared.contains(type) || types(within).contains(type);
  }

  /** The types of which the store has a collection now. */
  SortedSet<String> types(Duration within) throws SinkException {
    return types(database.withTimeout(within.toMillis(), TimeUnit.MILLISECONDS));
  }

  private SortedSet<String> types(MongoDatabase asked) throws SinkException {
    List<String> names =
        MongoErrors.call(() -> asked.listCollectionNames().into(new ArrayList<>()));
    return names.stream()
        .flatMap(name -> typeOf(name).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Drops the collections of this revision and nothing else. */
  void drop() throws SinkException {
    for (String type : types(database)) {
      MongoErrors.run(() -> collection(type).drop());
    }
    prepared.clear();
  }

  /**
   * {@code MedicationRequest} -> {@code medication_request_r1}. Types that differ in case only have
   * collections of their own: one source's {@code PATIENT/1} must not shadow a {@code Patient/1}.
   */
  String physicalName(String type) {
    return CAPITAL_INSIDE.matcher(type).replaceAll("_").toLowerCase(Locale.ROOT) + suffix;
  }

  /** The type whose collection has this name; empty for a collection that is none of ours. */
  Optional<String> typeOf(String physicalName) {
    if (!physicalName.endsWith(suffix)) {
      return Optional.empty();
    }
    String words = physicalName.substring(0, physicalName.length() - suffix.length());
    if (!WORDS.matcher(words).matches()) {
      return Optional.empty();
    }
    String type =
        WORD_START.matcher(words).replaceAll(start -> start.group(1).toUpperCase(Locale.ROOT));
    return Optional.of(type).filter(ResourceId::isType);
  }
}
