package io.distributary.sinks.elasticsearch;

import static io.distributary.servers.ServerKind.ELASTICSEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.event.Event;
import io.distributary.schemas.json.JsonNumber;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import io.distributary.sink.Action;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Asked over a real server, three patients, thirty observations and a deleted one. */
@Needs(ELASTICSEARCH)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ElasticsearchQueryIT {
  static final List<String> REFUSED =
      Stream.concat(
              ElasticsearchQueryGateTest.ATTACKS.stream(),
              ElasticsearchQueryGateTest.NONSENSE.stream())
          .toList();

  private Sink<ElasticsearchDocument> sink;

  @BeforeAll
  void fill() throws SinkException {
    sink =
        TestSinks.open(
            Servers.elasticsearch().url(), TestNamespace.of(ElasticsearchQueryIT.class).name());
    write(
        patient("zoe", "Müller-Smith", "Zoë"),
        patient("jon", "Smyth", "Jonathan"),
        patient("ann", "Łukasiewicz", "Ann"));
    write(IntStream.range(0, 30).mapToObj(ElasticsearchQueryIT::observation).toArray(Event[]::new));
    write(TestEvents.deleted(99, "Observation/o29"));
    assertThat(sink.maintenance().count(TestSinks.context())).isEqualTo(32);
  }

  @AfterAll
  void close() throws SinkException {
    sink.maintenance().drop();
    sink.close();
  }

  @ParameterizedTest
  @FieldSource("REFUSED")
  void attacksAndNonsenseAreRefusedAndChangeNothing(String body) throws SinkException {
    // Given
    List<ViewEntry> before = TestSinks.scan(sink);

    // Then
    assertThatThrownBy(() -> query(body)).isInstanceOf(InvalidQueryException.class);
    assertThat(TestSinks.scan(sink)).containsExactlyInAnyOrderElementsOf(before);
  }

  @ParameterizedTest
  @FieldSource("io.distributary.sinks.elasticsearch.ElasticsearchQueryGateTest#QUESTIONS")
  void whatTheGateLetsThroughElasticsearchAnswers(String body) throws SinkException {
    assertThat(query(body)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "family.prefix,    mull,       zoe",
    "family,           smith,      zoe",
    "names.prefix,     zo,         zoe",
    "given,            zoe,        zoe",
    "family.prefix,    lukas,      ann",
    "identifierValues.prefix, mrn-j, jon",
    "city,             koln,       jon",
    "text,             KÖLN,       jon",
  })
  void peopleAreFoundByBeginningsAndWithoutAccents(String field, String words, String id)
      throws SinkException {
    // When
    QueryResult found =
        query(
            "{'query':{'bool':{'filter':[{'term':{'type':'Patient'}},{'match':{'"
                + field
                + "':'"
                + words
                + "'}}]}}}");

    // Then
    assertThat(found.rows()).extracting(row -> row.get("id")).contains(id);
  }

  @Test
  void peopleAreFoundBySound() throws SinkException {
    // When
    QueryResult found = query("{'query':{'term':{'familyPhonetic':'SM0'}}}");

    // Then
    assertThat(found.rows())
        .extracting(row -> row.get("id"))
        .containsExactlyInAnyOrder("zoe", "jon");
  }

  @Test
  void theTotalOfAKeyIsExactAndCountsWhatLives() throws SinkException {
    // When
    QueryResult result =
        query("{'query':{'term':{'key':'Patient/zoe'}},'size':0,'track_total_hits':true}");

    // Then
    assertThat(result.more()).containsEntry("total", new JsonNumber("30"));
    assertThat(result.rows()).isEmpty();
    assertThat(result.truncated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'',            100,   29, false", // not the ten that Elasticsearch would give
    "'size:5,',     100,   5,  false",
    "'size:9999,',  100,   29, false",
    "'size:9999,',  29,    29, false",
    "'size:9999,',  28,    28, true",
    "'size:28,',    28,    28, false",
    "'size:50000,', 50000, 29, false",
    "'from:20,size:100,', 100, 9, false",
  })
  void rowsAreCappedAndOnlyTheCapTruncates(String size, int maxRows, int rows, boolean truncated)
      throws SinkException {
    // Given
    String part = size.replace("size", "'size'").replace("from", "'from'");

    // When
    QueryResult result =
        sink.readers()
            .nativeQuery()
            .orElseThrow()
            .query(
                parse("{" + part + "'query':{'term':{'type':'Observation'}}}"),
                TestSinks.context(maxRows));

    // Then
    assertThat(result.rows()).hasSize(rows);
    assertThat(result.truncated()).isEqualTo(truncated);
  }

  @Test
  void anAnswerTooLongForTheCapIsCutAndSaysSo() throws SinkException {
    // Given rows of 100 kB
    String text = "word ".repeat(20_000);
    write(
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    TestEvents.updated(
                        500 + i,
                        "{\"resourceType\":\"Basic\",\"id\":\"b"
                            + i
                            + "\",\"comment\":\""
                            + text
                            + i
                            + "\"}"))
            .toArray(Event[]::new));
    sink.maintenance().count(TestSinks.context());
    ReadContext narrow =
        ReadContext.of("test", Instant.now().plusSeconds(30), Clock.systemUTC())
            .capped(100, 350_000);

    // When
    QueryResult result =
        sink.readers()
            .nativeQuery()
            .orElseThrow()
            .query(parse("{'size':50,'query':{'term':{'type':'Basic'}}}"), narrow);

    // Then
    assertThat(result.truncated()).isTrue();
    assertThat(result.rows()).hasSizeBetween(1, 3);
    write(
        IntStream.range(0, 20)
            .mapToObj(i -> TestEvents.deleted(600 + i, "Basic/b" + i))
            .toArray(Event[]::new));
  }

  @Test
  void aRowIsTheDocumentWithWhatTheSearchAdds() throws SinkException {
    // When
    QueryResult result =
        query(
            "{'query':{'match':{'text':'köln'}},'_source':['id','version'],'highlight':{'fields':{'text':{}}},"
                + "'sort':[{'birthDate':'asc'}],'aggs':{'g':{'terms':{'field':'gender'}}}}");

    // Then
    Map<String, Object> row = result.rows().get(0);
    assertThat(row).containsKeys("id", "version", "_id", "sort", "highlight");
    assertThat(row.get("version")).isInstanceOf(String.class);
    assertThat(result.more()).containsKeys("total", "aggregations");
  }

  @Test
  void aDeadlineThatHasPassedIsTriedAgain() {
    // Given
    ReadContext late =
        ReadContext.of("test", Instant.now().minusSeconds(1), Clock.systemUTC()).capped(10, 1000);

    // Then
    assertThatThrownBy(() -> sink.readers().nativeQuery().orElseThrow().query(Map.of(), late))
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.RETRY));
  }

  @Test
  void theExampleIsAnswered() throws SinkException {
    // When
    QueryResult result = query(sink.readers().nativeQuery().orElseThrow().example());

    // Then
    assertThat(result.rows()).hasSize(5);
    assertThat(result.more()).containsKeys("total", "aggregations");
  }

  private QueryResult query(String body) throws SinkException {
    return sink.readers().nativeQuery().orElseThrow().query(parse(body), TestSinks.context());
  }

  private static Map<String, Object> parse(String body) {
    try {
      return ElasticsearchQueryGateTest.parse(body);
    } catch (Exception e) {
      throw new IllegalArgumentException(body, e);
    }
  }

  private void write(Event... events) throws SinkException {
    sink.writer().write(TestEvents.projected(sink, events));
  }

  private static Event patient(String id, String family, String given) {
    return TestEvents.updated(
        1,
        """
        {"resourceType":"Patient","id":"%s","name":[{"family":"%s","given":["%s"]}],"birthDate":"1980",
         "gender":"female","identifier":[{"system":"urn:mrn","value":"MRN-%s"}],"address":[{"city":"Köln"}]}
        """
            .formatted(id, family, given, id.toUpperCase(java.util.Locale.ROOT)));
  }

  private static Event observation(int i) {
    return TestEvents.updated(
        10 + i,
        """
        {"resourceType":"Observation","id":"o%d","subject":{"reference":"Patient/zoe"},"effectiveDateTime":"2020-01-%02d",
         "code":{"coding":[{"system":"http://loinc.org","code":"718-7","display":"Hemoglobin"}]}}
        """
            .formatted(i, i + 1));
  }
}
