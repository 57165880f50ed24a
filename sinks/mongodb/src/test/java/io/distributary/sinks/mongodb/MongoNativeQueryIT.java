package io.distributary.sinks.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.servers.ServerKind;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.Projected;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Reservation;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.tck.CountedMemory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Needs(ServerKind.MONGODB)
class MongoNativeQueryIT {
  private static final long VERSION = 9_007_199_254_740_993L;
  private static final String ALL_PATIENTS = "{\"collection\":\"Patient\",\"filter\":{}}";
  private static Sink<MongoDocument> sink;

  @BeforeAll
  static void threeLiveObservationsAndADeletedOne() throws Exception {
    String database = TestNamespace.of(MongoNativeQueryIT.class).name();
    sink =
        new MongoPlugin()
            .open(
                MongoFixture.config(Servers.mongodb().uri(), database),
                new SinkContext(RevisionId.first("document"), Clock.systemUTC()));
    List<Projected<MongoDocument>> batch = new ArrayList<>();
    batch.add(observation("a", "\"status\":\"final\",\"value\":[1.10,1e5]"));
    batch.add(observation("b", "\"status\":\"Final\",\"value\":[2.50]"));
    batch.add(observation("c", "\"status\":\"amended\",\"value\":[3]"));
    batch.add(Events.projected(Events.deleted("Observation/d", VERSION)));
    for (int i = 0; i < 250; i++) {
      batch.add(
          Events.projected(
              Events.updated("{\"resourceType\":\"Patient\",\"id\":\"" + i + "\"}", VERSION)));
    }
    sink.writer().write(batch);
  }

  @AfterAll
  static void close() {
    sink.close();
  }

  @Test
  void aRowIsTheWholeDocument() throws Exception {
    // When
    QueryResult answer = ask("'filter':{'_id':'a'}");

    // Then
    String hash = (String) answer.rows().get(0).get("hash");
    assertThat(Json.text(answer.rows()))
        .isEqualTo(
            """
            [{"_id":"a","key":"Observation/a","version":"9007199254740993","source":"urn:lab",\
            "updated":"2026-11-21T09:30:00.123Z","deleted":false,"hash":"%s",\
            "resource":{"resourceType":"Observation","id":"a","status":"final",\
            "value":[1.10,1e5]}}]"""
                .formatted(hash));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'filter':{}|abc",
        "'filter':{'deleted':true}|''",
        "'filter':{'$or':[{'deleted':true},{'_id':'a'}]}|a",
        "'filter':{'key':'Observation/b'}|b",
        "'filter':{'resource.status':{'$regex':'^final$','$options':'i'}}|ab",
        "'filter':{'resource.value':{'$gt':2}}|abc",
        "'filter':{'resource.value':2.5}|b",
        "'filter':{'resource.value':100000}|a",
        "'filter':{'updated':{'$gte':{'$date':'2026-11-21T09:30:00Z'}}}|abc",
        "'filter':{'updated':{'$gt':{'$date':'2026-11-21T10:31:00+01:00'}}}|''",
        "'filter':{'version':{'$numberLong':'9007199254740993'}}|abc",
        "'filter':{'version':9007199254740992}|''",
        "'filter':{'$expr':{'$eq':['$resource.status','final']}}|a",
        "'filter':{'resource.status':{'$in':['final','amended']}},'sort':{'_id':-1}|ca",
        "'sort':{'_id':1},'limit':2|ab",
        "'pipeline':[]|abc",
        "'pipeline':[{'$match':{'resource.status':{'$ne':'final'}}}]|bc",
        "'pipeline':[{'$sort':{'_id':-1}},{'$skip':1},{'$limit':1}]|b",
        "'pipeline':[{'$unwind':'$resource.value'},{'$project':{'_id':1}}]|aabc",
        "'pipeline':[{'$set':{'x':{'$toLower':'$resource.status'}}},{'$match':{'x':'final'}}]|ab"
      })
  void queriesFindWhatLivesAndNothingElse(String query, String ids) throws Exception {
    // When
    QueryResult answer = ask(query);

    // Then
    List<String> sorted = answer.rows().stream().map(row -> (String) row.get("_id")).toList();
    assertThat(query.contains("sort") ? sorted : sorted.stream().sorted().toList())
        .isEqualTo(ids.chars().mapToObj(Character::toString).toList());
    assertThat(answer.truncated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'$count':'n'}]|[{'n':3}]",
        "[{'$group':{'_id':null,'n':{'$sum':1},'m':{'$max':'$version'}}}]"
            + "|[{'_id':null,'n':3,'m':9007199254740993}]",
        "[{'$facet':{'all':[{'$count':'n'}]}}]|[{'all':[{'n':3}]}]",
        "[{'$match':{'_id':'b'}},{'$replaceWith':'$resource'},{'$project':{'value':1}}]"
            + "|[{'value':[2.50]}]",
        "[{'$match':{'_id':'a'}},{'$replaceRoot':{'newRoot':{'v':'$resource.value'}}}]"
            + "|[{'v':[1.10,100000.0]}]",
        "[{'$match':{'_id':'a'}},{'$project':{'_id':0,'_digits':1,'resource.value':1}}]"
            + "|[{'resource':{'value':[1.10,1e5]}}]"
      })
  void pipelinesKeepDigitsAsFarAsTheyAreKnown(String pipeline, String rows) throws Exception {
    // When
    QueryResult answer = ask("'pipeline':" + pipeline);

    // Then
    assertThat(Json.text(answer.rows())).isEqualTo(rows.replace('\'', '"'));
  }

  @Test
  void truncatedIsWhatACapCutsOffNotALimit() throws Exception {
    // Given
    ReadContext two =
        ReadContext.of("test", Instant.now().plusSeconds(30), Clock.systemUTC()).capped(2, 1 << 20);

    // When
    QueryResult capped = ask("'filter':{}", two);
    QueryResult limited = ask("'limit':2", two);
    QueryResult aggregated = ask("'pipeline':[{'$limit':2}]", two);

    // Then
    assertThat(capped.rows()).hasSize(2);
    assertThat(capped.truncated()).isTrue();
    assertThat(limited.truncated()).isFalse();
    assertThat(aggregated.truncated()).isFalse();
  }

  @Test
  void aReplyIsNotAskedForWithoutTheMemoryForTheLargest() {
    // Given
    CountedMemory memory = new CountedMemory(Reservation.FIRST);

    // When
    Throwable busy = catchThrowable(() -> query(ALL_PATIENTS, context(memory)));

    // Then
    assertThat(busy).isInstanceOf(BudgetExceededException.class);
  }

  @Test
  void whatAReplyDoesNotHoldIsGivenBack() throws Exception {
    // Given
    CountedMemory memory = new CountedMemory(MongoReplies.FOR_THE_LARGEST + Reservation.FIRST);

    // When
    QueryResult answer = query(ALL_PATIENTS, context(memory));

    // Then
    assertThat(answer.count()).isEqualTo(250);
    assertThat(answer.truncated()).isFalse();
    assertThat(memory.held()).isLessThanOrEqualTo(Reservation.FIRST);
    assertThat(memory.peak()).isGreaterThanOrEqualTo(MongoReplies.FOR_THE_LARGEST);
  }

  @Test
  void anAnswerEndsWhereTheNextReplyCannotBePaidFor() throws Exception {
    // Given
    CountedMemory memory = new CountedMemory(MongoReplies.FOR_THE_LARGEST);
    memory.growOnly(1);

    // When
    QueryResult answer = query(ALL_PATIENTS, context(memory));

    // Then
    assertThat(answer.cap()).contains(QueryResult.Cap.BUDGET);
    assertThat(answer.count()).isEqualTo(MongoSchema.BATCH);
    assertThat(memory.held()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      value = {
        "'filter':{'resource.status':{'$regex':'^(.*?.*?)+!$'}}¦filter.resource.status.$regex",
        "'filter':{'resource.status':{'$regex':'^(a+)+$|^((.+)+)+x$'}}¦filter.resource.status.$regex",
        "'pipeline':[{'$match':{'_id':{'$regex':'(a|a)+'}}}]¦pipeline[0].$match._id.$regex"
      })
  void aRegularExpressionThatTakesForEverIsTheCallers(String query, String path) {
    // When, Then
    assertThatThrownBy(() -> ask(query))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith(path);
  }

  @Test
  void aDocumentThatGrowsWithoutEndIsTheCallers() {
    // Given
    String twice = ",{'$set':{'key':{'$concat':['$key','$key']}}}".repeat(40).substring(1);

    // When, Then
    assertThatThrownBy(() -> ask("'pipeline':[" + twice + "]"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("pipeline needs more memory");
  }

  @Test
  void anUnknownCollectionIsToldTheKnownOnes() {
    // When, Then
    assertThatThrownBy(() -> query("{\"collection\":\"Observatoin\"}", context()))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessage("Unknown collection 'Observatoin'. Known: Observation, Patient.");
  }

  private static Projected<MongoDocument> observation(String id, String elements) {
    String json = "{\"resourceType\":\"Observation\",\"id\":\"" + id + "\"," + elements + "}";
    return Events.projected(Events.updated(json, VERSION));
  }

  private static QueryResult ask(String body) throws Exception {
    return ask(body, context());
  }

  private static QueryResult ask(String body, ReadContext context) throws Exception {
    return query("{\"collection\":\"Observation\"," + body.replace('\'', '"') + "}", context);
  }

  private static QueryResult query(String json, ReadContext context) throws Exception {
    return sink.readers()
        .nativeQuery()
        .orElseThrow()
        .query(
            Json.parseObject(json.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE), context);
  }

  private static ReadContext context(CountedMemory memory) {
    return ReadContext.of("test", Instant.now().plusSeconds(30), Clock.systemUTC())
        .capped(1_000, 1 << 20)
        .within(memory);
  }

  private static ReadContext context() {
    return ReadContext.of("test", Instant.now().plusSeconds(30), Clock.systemUTC())
        .capped(1_000, 1 << 20);
  }
}
