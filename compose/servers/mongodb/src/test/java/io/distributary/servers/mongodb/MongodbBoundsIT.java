package io.distributary.servers.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Updates.set;
import static io.distributary.servers.ServerKind.MONGODB;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.CountOptions;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one query may take, and that others go on meanwhile. */
@Needs(MONGODB)
class MongodbBoundsIT {
  private static final String ENDLESS = "^(.*.*.*.*.*.*.*.*)+x$";
  private static final int BIG = 40;

  /** What MongoDB says of queries and documents that are too much. */
  private static final int OUT_OF_TIME = 50;

  private static final int OUT_OF_MEMORY = 292;
  private static final List<Integer> TOO_MUCH = List.of(146, 292, 10334);

  private final String database = TestNamespace.of(MongodbBoundsIT.class).name();
  private MongoClient client;
  private MongoCollection<Document> notes;

  @BeforeEach
  void fiftyNotes() {
    client = MongoClients.create(Servers.mongodb().uri());
    notes = client.getDatabase(database).getCollection("notes" + System.nanoTime());
    notes.insertMany(
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    new Document("_id", "n" + i)
                        .append("n", i)
                        .append("kind", i % 3)
                        .append("tags", List.of("a" + i % 2, "b"))
                        .append("code", List.of(new Document("text", "c" + i % 5)))
                        .append("text", "word ".repeat(60)))
            .toList());
  }

  @AfterEach
  void disconnect() {
    notes.drop();
    client.close();
  }

  @ParameterizedTest
  @MethodSource("endless")
  void whatWouldNeverEndEndsInTimeAndOthersReadAndWriteOn(
      Consumer<MongoCollection<Document>> endless) {
    // Given
    CompletableFuture<Throwable> ending =
        CompletableFuture.supplyAsync(() -> catchThrowable(() -> endless.accept(notes)));
    int done = 0;

    // When
    for (; !ending.isDone(); done++) {
      assertThat(notes.find(eq("n" + done % 50)).first()).isNotNull();
      notes.updateOne(eq("n" + done % 50), set("read", done));
    }

    // Then
    assertThat(codeOf(ending.join())).isIn(OUT_OF_TIME, OUT_OF_MEMORY);
    assertThat(done).isGreaterThan(5);
  }

  /** A quick machine may come to the end of the memory first. */
  private static int codeOf(Throwable thrown) {
    return thrown instanceof MongoException failure ? failure.getCode() : 0;
  }

  static Stream<Named<Consumer<MongoCollection<Document>>>> endless() {
    Bson match = regex("text", ENDLESS);
    return Stream.of(
        Named.of("find", all -> all.find(match).maxTime(3, SECONDS).first()),
        Named.of("or", all -> all.find(or(eq("n", -1), match)).maxTime(3, SECONDS).first()),
        Named.of("in", all -> all.find(in("text", endlessPattern())).maxTime(3, SECONDS).first()),
        Named.of("not", all -> all.find(not(match)).maxTime(3, SECONDS).first()),
        Named.of("count", all -> all.countDocuments(match, new CountOptions().maxTime(3, SECONDS))),
        Named.of(
            "distinct",
            all -> all.distinct("kind", match, Integer.class).maxTime(3, SECONDS).first()),
        Named.of(
            "aggregate",
            all -> all.aggregate(List.of(Aggregates.match(match))).maxTime(3, SECONDS).first()),
        Named.of("loops", all -> all.aggregate(parsed(loops())).maxTime(3, SECONDS).first()));
  }

  private static Pattern endlessPattern() {
    return Pattern.compile(ENDLESS);
  }

  /** Fifty to the power of five. */
  private static String loops() {
    String maps = "1";
    for (int i = 0; i < 5; i++) {
      maps = "{$size: {$filter: {input: '$all', as: 'v" + i + "', cond: " + maps + "}}}";
    }
    return "[{$group: {_id: 1, all: {$push: '$_id'}}}, {$project: {n: " + maps + "}}]";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // the document grows beyond what a document may be
        "[{$group: {_id: 1, all: {$push: '$text'}}}]",
        "[{$group: {_id: 1, all: {$push: '$$ROOT'}}}, {$unwind: '$all'}, {$count: 'n'}]",
        "[{$facet: {a: [], b: [], c: [{$match: {}}]}}]",
        "[{$limit: 1}, {$addFields: {a: '$text', b: '$text', c: '$text', d: '$text', e: '$text', f: '$text', g: '$text', h: '$text',"
            + " i: '$text', j: '$text', k: '$text', l: '$text', m: '$text', n: '$text', o: '$text', p: '$text', q: '$text', r: '$text'}}]"
      })
  void whatIsTooMuchIsAnErrorOfTheQuery(String pipeline) {
    // Given
    fortyOfAMebibyte();

    // When
    MongoCommandException refused = refusal(pipeline);

    // Then
    assertThat(refused.getCode()).isIn(TOO_MUCH);
    assertThat(notes.find(eq("n1")).first()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{$concat: ['$text', '$text']}",
        "{$concatArrays: ['$tags', '$tags']}",
        "['$text', '$text']"
      })
  void whatDoublesItselfEndsAsAnErrorOfTheQuery(String twice) {
    // Given
    String field = twice.contains("Arrays") ? "tags" : "text";
    String stages = (",{$addFields: {" + field + ": " + twice + "}}").repeat(48).substring(1);

    // When
    MongoCommandException refused = refusal("[{$limit: 1}," + stages + "]");

    // Then
    assertThat(refused.getCode()).isIn(TOO_MUCH);
  }

  @Test
  void manyLargeQueriesAtOnceEndNothing() {
    // Given
    fortyOfAMebibyte();
    List<String> pipelines =
        List.of(
            "[{$group: {_id: '$_id', all: {$push: '$$ROOT'}}}, {$sort: {all: 1}}, {$count: 'n'}]",
            "[{$sort: {text: -1, _id: 1}}]",
            "[{$facet: {a: [], b: [{$sort: {text: 1}}]}}]",
            "[{$unwind: '$tags'}, {$sort: {tags: 1}}, {$group: {_id: '$tags', x: {$push: '$text'}}}]");
    List<CompletableFuture<Throwable>> asked = new ArrayList<>();

    // When
    for (int i = 0; i < 24; i++) {
      String pipeline = pipelines.get(i % pipelines.size());
      asked.add(CompletableFuture.supplyAsync(() -> catchThrowable(() -> rows(pipeline))));
    }
    int read = 0;
    for (; !asked.stream().allMatch(CompletableFuture::isDone); read++) {
      assertThat(notes.find(eq("n" + read % 50)).first()).isNotNull();
    }

    // Then
    assertThat(asked.stream().map(CompletableFuture::join).filter(e -> e != null))
        .allSatisfy(e -> assertThat(((MongoCommandException) e).getCode()).isIn(TOO_MUCH));
    assertThat(read).isPositive();
  }

  @Test
  void aBatchIsNotLargerThanAMessageMayBe() {
    // Given
    fortyOfAMebibyte();
    Document find =
        new Document("find", notes.getNamespace().getCollectionName()).append("batchSize", 1_000);

    // When
    Document reply = database().runCommand(find);

    // Then
    int first = reply.get("cursor", Document.class).getList("firstBatch", Document.class).size();
    assertThat(first).isLessThan(BIG + 50);
    assertThat(notes.find().batchSize(1_000).into(new ArrayList<>())).hasSize(BIG + 50);
    assertThat(notes.aggregate(List.of()).batchSize(1_000).into(new ArrayList<>()))
        .hasSize(BIG + 50);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{$match: {n: {$lt: 2}}}, {$project: {n: 1}}]|[{_id: 'n0', n: 0}, {_id: 'n1', n: 1}]",
        "[{$match: {n: 1}}, {$project: {_id: 0, x: {$add: ['$n', 1]}, y: '$code.text', z: {a: '$n'}}}]|[{x: 2, y: ['c1'], z: {a: 1}}]",
        "[{$match: {_id: 'n1'}}, {$project: {text: 0, tags: 0, code: 0}}]|[{_id: 'n1', n: 1, kind: 1}]",
        "[{$match: {_id: 'n1'}}, {$unset: ['text', 'tags', 'code']}]|[{_id: 'n1', n: 1, kind: 1}]",
        "[{$match: {_id: 'n1'}}, {$project: {n: 1}}, {$addFields: {a: {b: '$n'}, 'c.d': 2}}]|[{_id: 'n1', n: 1, a: {b: 1}, c: {d: 2}}]",
        "[{$group: {_id: '$kind', n: {$sum: 1}, first: {$min: '$n'}}}, {$sort: {_id: 1}}]"
            + "|[{_id: 0, n: 17, first: 0}, {_id: 1, n: 17, first: 1}, {_id: 2, n: 16, first: 2}]",
        "[{$sort: {n: 1}}, {$limit: 4}, {$group: {_id: null, k: {$push: '$kind'}}}]|[{_id: null, k: [0, 1, 2, 0]}]",
        "[{$group: {_id: null, k: {$addToSet: '$kind'}}}, {$project: {_id: 0, n: {$size: '$k'}}}]|[{n: 3}]",
        "[{$sortByCount: '$kind'}, {$limit: 1}]|[{_id: 0, count: 17}]",
        "[{$count: 'all'}]|[{all: 50}]",
        "[{$match: {n: -1}}, {$count: 'all'}]|[]",
        "[{$bucket: {groupBy: '$n', boundaries: [0, 10, 20], default: 'more'}}]|[{_id: 0, count: 10}, {_id: 10, count: 10}, {_id: 'more', count: 30}]",
        "[{$sort: {kind: -1, n: 1}}, {$skip: 1}, {$limit: 2}, {$project: {n: 1}}]|[{_id: 'n5', n: 5}, {_id: 'n8', n: 8}]",
        "[{$match: {_id: 'n3'}}, {$unwind: {path: '$tags', includeArrayIndex: 'i'}}, {$project: {tags: 1, i: 1}}]"
            + "|[{_id: 'n3', tags: 'a1', i: {$numberLong: '0'}}, {_id: 'n3', tags: 'b', i: {$numberLong: '1'}}]",
        "[{$match: {_id: 'n3'}}, {$unwind: '$code'}, {$replaceRoot: {newRoot: '$code'}}]|[{text: 'c3'}]",
        "[{$facet: {a: [{$count: 'n'}], b: [{$match: {n: 4}}, {$project: {n: 1}}]}}]|[{a: [{n: 50}], b: [{_id: 'n4', n: 4}]}]",
        "[{$match: {$expr: {$eq: ['$n', 4]}}}, {$project: {n: 1}}]|[{_id: 'n4', n: 4}]",
        "[{$match: {$or: [{n: 4}, {$nor: [{n: {$gt: 0}}]}]}}, {$sort: {n: 1}}, {$project: {n: 1}}]|[{_id: 'n0', n: 0}, {_id: 'n4', n: 4}]",
        "[{$match: {n: 4}}, {$project: {_id: 0, x: {$map: {input: '$tags', as: 't', in: {$concat: ['$$t', '!']}}}}}]|[{x: ['a0!', 'b!']}]",
        "[{$match: {n: 4}}, {$project: {_id: 0, x: {$filter: {input: '$tags', cond: {$eq: ['$$this', 'b']}}}}}]|[{x: ['b']}]",
        "[{$match: {n: 4}}, {$project: {_id: 0, x: {$cond: [{$gt: ['$n', 3]}, 'big', 'small']}}}]|[{x: 'big'}]",
        "[{$match: {'code.text': {$regex: 'C4', $options: 'i'}, n: {$lt: 5}}}, {$project: {n: 1}}]|[{_id: 'n4', n: 4}]",
        "[{$match: {code: {$elemMatch: {text: {$regex: '4$', $ne: 'x'}}}, n: {$lt: 5}}}, {$project: {n: 1}}]|[{_id: 'n4', n: 4}]",
        "[{$match: {tags: {$elemMatch: {$regex: '^a1'}}, n: {$lt: 2}}}, {$project: {n: 1}}]|[{_id: 'n1', n: 1}]",
        "[{$match: {text: {$not: {$regex: 'word'}}}}]|[]"
      })
  void aggregationsAnswerAsMongoDbDoes(String pipeline, String rows) {
    // When
    List<Document> found = rows(pipeline);

    // Then
    assertThat(found).isEqualTo(parsed(rows));
  }

  @Test
  void findsSkipSortLimitAndProject() {
    // When
    List<Document> found =
        notes
            .find(new Document("kind", 1))
            .sort(new Document("n", -1))
            .skip(1)
            .limit(2)
            .projection(new Document("n", 1))
            .into(new ArrayList<>());

    // Then
    assertThat(found).isEqualTo(parsed("[{_id: 'n46', n: 46}, {_id: 'n43', n: 43}]"));
    assertThat(notes.distinct("tags", String.class).into(new ArrayList<>()))
        .containsExactly("a0", "a1", "b");
    assertThat(notes.countDocuments(new Document("kind", 2))).isEqualTo(16);
  }

  @Test
  void aPipelineChangesNothingThatIsStored() {
    // Given
    Document before = notes.find(eq("n1")).first();

    // When
    rows(
        "[{$addFields: {'code.0.text': 2, copy: '$code'}}, {$addFields: {'copy.0.text': 1}},"
            + " {$project: {code: 1, 'code.0.text': {$add: [1, 2]}}}]");

    // Then
    assertThat(notes.find(eq("n1")).first()).isEqualTo(before);
  }

  private void fortyOfAMebibyte() {
    String text = "x".repeat(1 << 20);
    for (int i = 0; i < BIG; i++) {
      notes.insertOne(
          new Document("_id", "big" + i)
              .append("text", text + i)
              .append("tags", List.of("a", "b", "c")));
    }
  }

  private MongoCommandException refusal(String pipeline) {
    return catchThrowableOfType(MongoCommandException.class, () -> rows(pipeline));
  }

  private List<Document> rows(String pipeline) {
    return notes
        .aggregate(parsed(pipeline))
        .allowDiskUse(false)
        .maxTime(60, SECONDS)
        .into(new ArrayList<>());
  }

  private MongoDatabase database() {
    return client.getDatabase(database);
  }

  private static List<Document> parsed(String array) {
    return Document.parse("{all: " + array + "}").getList("all", Document.class);
  }
}
