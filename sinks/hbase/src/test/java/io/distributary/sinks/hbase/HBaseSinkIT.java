package io.distributary.sinks.hbase;

import static io.distributary.servers.ServerKind.HBASE;
import static io.distributary.sinks.hbase.TestEvents.deleted;
import static io.distributary.sinks.hbase.TestEvents.observation;
import static io.distributary.sinks.hbase.TestEvents.patient;
import static io.distributary.sinks.hbase.TestEvents.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.servers.testing.HbaseAddress;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import io.distributary.sink.Action;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.Outcome;
import io.distributary.sink.QueryResult;
import io.distributary.sink.SinkException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@Needs(HBASE)
class HBaseSinkIT {
  private static final String PREFIX = TestNamespace.of(HBaseSinkIT.class).name();
  private static final int BUCKETS = 3;
  private static TestView view;

  @BeforeAll
  static void open() throws Exception {
    view = new TestView(config(BUCKETS));
  }

  @AfterAll
  static void close() {
    view.close();
  }

  private static HBaseConfig config(int buckets) {
    HbaseAddress hbase = Servers.hbase();
    return TestView.config(hbase.host(), hbase.port(), PREFIX, buckets);
  }

  @Test
  void theFirstEventOfTheStreamIsKeptAtItsVersion() throws Exception {
    // When
    view.write(patient("first", 0, "Zero"));

    // Then
    assertThat(view.read("Patient/first")).isEqualTo("Patient/first@0");
    assertThat(view.history("Patient/first")).containsExactly("Patient/first@0");
  }

  @Test
  void everyVersionIsKeptWhateverTheOrder() throws Exception {
    // When
    view.write(patient("v", 30, "C"), deleted("Patient/v", "Patient/v", 20), patient("v", 10, "A"));

    // Then
    assertThat(view.history("Patient/v"))
        .containsExactly("Patient/v@30", "Patient/v@20x", "Patient/v@10");
    assertThat(view.read("Patient/v")).isEqualTo("Patient/v@30");
    assertThat(
            view.sink()
                .readers()
                .history()
                .orElseThrow()
                .version(ResourceId.parse("Patient/v"), version(10), TestView.context()))
        .hasValueSatisfying(
            stored -> assertThat(stored.json()).isEqualTo(patient("v", 10, "A").resource().json()));
  }

  @Test
  void aChartIsTheKeysOwnLiveResourcesAlone() throws Exception {
    // When
    view.write(
        observation("Patient/1", "one", 1, "2026-01-01"),
        observation("Patient/12", "two", 2, "2026-01-01"),
        observation("Patient/1", "gone", 3, "2026-01-01"),
        deleted("Patient/1", "Observation/gone", 4),
        patient("1", 5, "A"));

    // Then
    assertThat(view.chart("Patient/1")).containsExactly("Observation/one@1", "Patient/1@5");
    assertThat(view.rows("{'table':'charts','prefix':'Patient/1','limit':5000}"))
        .containsExactly("Patient/1|Observation/one", "Patient/1|Patient/1");
  }

  @Test
  void aResourceShowsUnderItsCurrentKeyOnlyInWhateverOrderItsEventsCome() throws Exception {
    Random random = new Random(4711);
    for (int round = 0; round < 10; round++) {
      // Given: keyed to a, deleted there, created anew for b, for a again, at last for b
      String id = "moved" + round;
      List<String> keys = List.of("Patient/a" + round, "Patient/b" + round);
      List<Event> events =
          new ArrayList<>(
              List.of(
                  observation(keys.get(0), id, 10, "2026-01-01"),
                  deleted(keys.get(0), "Observation/" + id, 20),
                  observation(keys.get(1), id, 30, "2026-01-02"),
                  observation(keys.get(0), id, 40, "2026-01-03"),
                  observation(keys.get(1), id, 50, "2026-01-04")));
      Collections.shuffle(events, random);

      // When
      int cut = random.nextInt(events.size());
      view.write(events.subList(0, cut).toArray(Event[]::new));
      view.write(events.subList(cut, events.size()).toArray(Event[]::new));

      // Then
      String current = "Observation/" + id + "@50";
      assertThat(view.chart(keys.get(0))).as(events.toString()).isEmpty();
      assertThat(view.chart(keys.get(1))).containsExactly(current);
      assertThat(view.read("Observation/" + id)).isEqualTo(current);
      assertThat(view.history("Observation/" + id)).hasSize(5);
      assertThat(view.scan().stream().filter(e -> e.name().endsWith("/" + id)))
          .containsExactly(view.right(observation(keys.get(1), id, 50, "2026-01-04")));
      assertThat(asOf(keys.get(0), 45)).hasSize(1);
      assertThat(asOf(keys.get(1), 45)).isEmpty();
      assertThat(asOf(keys.get(0), 25)).isEmpty();
      assertThat(view.rows("{'table':'timeline','prefix':'" + keys.get(0) + "'}")).isEmpty();
      assertThat(view.rows("{'table':'timeline','prefix':'" + keys.get(1) + "'}")).hasSize(1);
    }
  }

  private static List<String> asOf(String key, long offset) throws Exception {
    return view.rows(
        "{'table':'charts','prefix':'%s','timeRange':['0','%s']}"
            .formatted(key, version(offset + 1)));
  }

  @Test
  void aTimeRangeGivesTheChartAsItWas() throws Exception {
    // Given
    view.write(
        patient("t", 10, "Before"),
        observation("Patient/t", "t1", 20, "2026-01-01"),
        patient("t", 30, "After"),
        deleted("Patient/t", "Observation/t1", 40));

    // When
    QueryResult then =
        view.query("{'table':'charts','prefix':'Patient/t','timeRange':[0,'" + version(25) + "']}");

    // Then
    assertThat(then.rows())
        .extracting(row -> row.get("version"))
        .containsExactly(version(20).toString(), version(10).toString());
    assertThat(then.rows().get(1).get("resource").toString()).contains("Before");
    assertThat(asOf("Patient/t", 5)).isEmpty();
    assertThat(asOf("Patient/t", 50)).containsExactly("Patient/t|Patient/t");
  }

  @Test
  void theTimelineShowsEachResourceAtItsCurrentDateTheLatestFirst() throws Exception {
    // Given
    view.write(
        observation("Patient/l", "old", 10, "1969-05-05"),
        observation("Patient/l", "new", 20, "2026-05-05"),
        observation("Patient/l", "shifted", 30, "2026-06-06"),
        observation("Patient/l", "gone", 40, "2026-07-07"),
        observation("Patient/l", "shifted", 50, "2000-01-01"),
        deleted("Patient/l", "Observation/gone", 60));

    // When
    QueryResult now = view.query("{'table':'timeline','prefix':'Patient/l'}");
    QueryResult then =
        view.query(
            "{'table':'timeline','prefix':'Patient/l','timeRange':[0,'" + version(45) + "']}");

    // Then
    assertThat(now.rows()).extracting(r -> r.get("id")).containsExactly("new", "shifted", "old");
    assertThat(now.rows()).extracting(r -> r.get("date")).contains("2000-01-01");
    assertThat(then.rows())
        .extracting(r -> r.get("id"))
        .containsExactly("gone", "shifted", "new", "old");
    assertThat(view.rows("{'table':'timeline','prefix':'Patient/l','limit':2}")).hasSize(2);
  }

  @Test
  void rowsOfAllBucketsComeInOneOrder() throws Exception {
    // Given
    Event[] events =
        IntStream.range(0, 60)
            .mapToObj(i -> patient("m" + (100 + i), i, "M"))
            .toArray(Event[]::new);
    view.write(events);

    // When
    List<String> rows = view.rows("{'table':'charts','start':'Patient/m1','stop':'Patient/m2'}");
    List<String> some =
        view.rows("{'table':'charts','start':'Patient/m110','stop':'Patient/m115'}");

    // Then
    assertThat(rows).hasSize(60).isSorted();
    assertThat(some).hasSize(5).isSorted();
    assertThat(view.rows("{'table':'resources','prefix':'Patient/m1'}")).hasSize(60).isSorted();
  }

  @Test
  void aLimitIsNoTruncationAndACapIs() throws Exception {
    // Given
    view.write(
        IntStream.range(0, 5)
            .mapToObj(i -> observation("Patient/c", "c" + i, i, "2026-01-01"))
            .toArray(Event[]::new));

    // When
    QueryResult limited = view.query("{'table':'charts','prefix':'Patient/c','limit':3}");
    QueryResult capped =
        view.sink()
            .readers()
            .nativeQuery()
            .orElseThrow()
            .query(
                Map.of("table", "timeline", "prefix", "Patient/c"), TestView.context(3, 1 << 20));

    // Then
    assertThat(limited.rows()).hasSize(3);
    assertThat(limited.truncated()).isFalse();
    assertThat(capped.rows()).hasSize(3);
    assertThat(capped.truncated()).isTrue();
  }

  @Test
  void olderVersionsAreListedWithTheirResources() throws Exception {
    // Given
    view.write(
        patient("h", 10, "One"),
        patient("h", 20, "Two"),
        deleted("Patient/h", "Patient/h", 30),
        patient("h", 40, "Four"));

    // When
    Map<String, Object> row =
        view.query("{'table':'charts','row':'Patient/h|Patient/h','versions':10}").rows().get(0);

    // Then
    assertThat(row.get("versions").toString()).contains("Four", "Two", "One");
    assertThat((List<?>) row.get("versions")).hasSize(3);
    assertThat(row.get("resource").toString()).contains("Four");
  }

  @Test
  void numbersKeepTheirDigits() throws Exception {
    // Given
    view.write(observation("Patient/n", "n", 1, "2026-01-01"));

    // Then
    assertThat(view.query("{'table':'charts','prefix':'Patient/n'}").rows().get(0).toString())
        .contains("value=1.10");
  }

  @Test
  void anotherTableIsNoTableOfTheView() {
    assertThat(
            catchThrowableOfType(
                InvalidQueryException.class, () -> view.query("{'table':'../charts','prefix':''}")))
        .hasMessageContaining("charts, resources, timeline");
  }

  @Test
  void anOldVersionWrittenAgainChangesNothing() throws Exception {
    // Given
    view.write(patient("again", 10, "Old"), patient("again", 20, "New"));

    // When
    List<Outcome> outcomes = view.write(patient("again", 10, "Old")).outcomes();

    // Then
    assertThat(outcomes).containsExactly(Outcome.APPLIED);
    assertThat(view.history("Patient/again")).hasSize(2);
    assertThat(view.read("Patient/again")).isEqualTo("Patient/again@20");
  }

  @Test
  void tablesWithAnotherNumberOfBucketsStopTheView() {
    // When
    SinkException e =
        catchThrowableOfType(SinkException.class, () -> new TestView(config(BUCKETS + 1)).close());

    // Then
    assertThat(e.action()).isEqualTo(Action.STOP);
    assertThat(e.reason().code()).isEqualTo("salt-buckets-changed");
  }
}
