package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.TestEvents.updated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.Action;
import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.Cursor;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.Projected;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Reservation;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.junit.jupiter.api.Test;

/** What is asked of HBase, and the memory that is taken before it is. */
class HBaseCapsTest {
  private static final String KEY = "Patient/k";
  private static final long MIB = 1 << 20;

  /** What cells take beside their values. */
  private static final long KEYS = 2_000;

  @Test
  void aSmallChartTakesNothing() throws Exception {
    // Given
    FakeHBase hbase = filled(8, chart(5, 1_000));

    // When
    List<String> chart = chart(hbase);

    // Then
    assertThat(chart).hasSize(5);
    assertThat(hbase.scans()).hasSize(1);
    assertThat(pages(hbase)).isEqualTo(Reservation.FIRST);
    assertThat(hbase.peak()).isZero();
  }

  @Test
  void aLongChartGoesOnWithLargerPagesThatArePaidFor() throws Exception {
    // Given
    FakeHBase hbase = filled(8, chart(400, 3_000));

    // When
    List<String> chart = chart(hbase);

    // Then
    assertThat(chart).hasSize(400).doesNotHaveDuplicates().isSorted();
    assertThat(hbase.scans())
        .extracting(Scan::getMaxResultSize)
        .containsExactly(TableScan.FIRST_PAGE, TableScan.LATER_PAGE);
    assertThat(hbase.peak()).isEqualTo(2 * TableScan.LATER_PAGE - Reservation.FIRST);
    assertThat(hbase.held()).isZero();
  }

  @Test
  void aLongChartGoesOnWithSmallPagesWhenThereIsNoMemory() throws Exception {
    // Given
    FakeHBase hbase = filled(8, chart(400, 3_000));
    hbase.allow(0);

    // When
    List<String> chart = chart(hbase);

    // Then
    assertThat(chart).hasSize(400).doesNotHaveDuplicates();
    assertThat(hbase.scans()).extracting(Scan::getMaxResultSize).containsOnly(TableScan.FIRST_PAGE);
  }

  @Test
  void aRowThatIsLargerThanAPageIsPaidFor() throws Exception {
    // Given
    FakeHBase hbase = filled(8, chart(2, 3_000_000));

    // When
    chart(hbase);
    long peak = hbase.peak();
    hbase.allow(MIB);

    // Then
    assertThat(peak).isGreaterThan(3_000_000);
    assertThatThrownBy(() -> chart(hbase)).isInstanceOf(BudgetExceededException.class);
    assertThat(hbase.held()).isZero();
    assertThat(hbase.open()).isZero();
  }

  @Test
  void scansThatAreOpenAtOnceShareOnePageAndReadNoBodies() throws Exception {
    // Given
    FakeHBase hbase = filled(8, patients(300, 100_000));

    // When
    QueryResult result = query(hbase, "{'table':'charts','start':''}", 2 * MIB);

    // Then
    assertThat(result.cap()).contains(QueryResult.Cap.MAX_BYTES);
    assertThat(result.count()).isEqualTo(20);
    assertThat(hbase.scans()).hasSize(8).allMatch(scan -> scan.getCaching() == 500);
    assertThat(pages(hbase)).isLessThanOrEqualTo(Reservation.FIRST);
    assertThat(hbase.scans())
        .allMatch(scan -> scan.getFamilyMap().get(HBaseSchema.FAMILY).size() == 1);
    assertThat(hbase.unpaid()).isLessThan(KEYS);
  }

  @Test
  void pagesOfManyScansAreNotTooSmallAndPaidFor() throws Exception {
    // Given
    FakeHBase hbase = filled(64, patients(3, 100));

    // When
    QueryResult result = query(hbase, "{'table':'charts','start':''}", MIB);
    long pages = pages(hbase);
    long peak = hbase.peak();
    hbase.allow(0);

    // Then
    assertThat(result.count()).isEqualTo(3);
    assertThat(pages).isEqualTo(64 * (8 << 10));
    assertThat(peak).isEqualTo(pages - Reservation.FIRST);
    assertThatThrownBy(() -> query(hbase, "{'table':'charts','start':''}", MIB))
        .isInstanceOf(BudgetExceededException.class);
    assertThat(hbase.scans()).isEmpty();
  }

  @Test
  void aRowIsPaidForAsOftenAsItIsThereWhileItIsWritten() throws Exception {
    // Given what HBase sent, two copies of what is written, and the answer
    FakeHBase hbase = filled(8, chart(1, 3_000_000));
    String query = "{'table':'charts','row':'Patient/k|Observation/o0000'}";

    // When
    QueryResult result = query(hbase, query, 16 * MIB);
    long peak = hbase.peak();
    hbase.allow(4L * 3_000_000 - 3 * Reservation.FIRST);

    // Then
    assertThat(result.count()).isEqualTo(1);
    assertThat(peak).isBetween(4L * 3_000_000 - 3 * Reservation.FIRST, 4L * 3_000_000 + KEYS);
    assertThatThrownBy(() -> query(hbase, query, 16 * MIB))
        .isInstanceOf(BudgetExceededException.class);
  }

  @Test
  void aSingleResourceThatIsLargeIsPaidFor() throws Exception {
    // Given
    FakeHBase hbase = filled(8, chart(1, 3_000_000));
    ResourceId id = ResourceId.parse("Observation/o0000");

    // When
    boolean found = reader(hbase).read(id, hbase.context(MIB)).isPresent();
    long peak = hbase.peak();
    hbase.allow(MIB);

    // Then
    assertThat(found).isTrue();
    assertThat(peak).isGreaterThan(3_000_000 - Reservation.FIRST);
    assertThatThrownBy(() -> reader(hbase).read(id, hbase.context(MIB)))
        .isInstanceOf(BudgetExceededException.class);
  }

  private static ResourceReader reader(FakeHBase hbase) {
    return hbase.sink().readers().resource().orElseThrow();
  }

  @Test
  void ofManySmallRowsAFewAreLookedUpAtOnce() throws Exception {
    // Given
    Event[] days =
        IntStream.range(0, 450)
            .mapToObj(i -> TestEvents.observation(KEY, "o" + i, i, "2020-01-01"))
            .toArray(Event[]::new);
    FakeHBase dated = filled(8, days);
    FakeHBase patients = filled(8, patients(250, 10));
    FakeHBase versions = filled(8, versions(450, 10));

    // When
    int ofTimeline = query(dated, "{'table':'timeline','start':''}", MIB).count();
    int ofCharts = query(patients, "{'table':'charts','start':''}", MIB).count();
    int ofHistory = history(versions).size();

    // Then
    assertThat(List.of(ofTimeline, ofCharts, ofHistory)).containsExactly(450, 250, 450);
    assertThat(dated.mostGets()).isEqualTo(200);
    assertThat(patients.mostGets()).isEqualTo(100);
    assertThat(versions.mostGets()).isEqualTo(100);
  }

  @Test
  void rowsEndWhereThereIsNoMoreMemory() throws Exception {
    // Given
    FakeHBase hbase = filled(8, patients(60, 100_000));
    hbase.allow(2 * MIB);

    // When
    QueryResult result = query(hbase, "{'table':'charts','start':''}", 16 * MIB);

    // Then
    assertThat(result.cap()).contains(QueryResult.Cap.BUDGET);
    assertThat(result.count()).isBetween(1, 25);
    assertThat(hbase.unpaid()).isLessThan(KEYS);
  }

  @Test
  void versionsThatAreMoreThanAnAnswerMayBeAreTheCallersAndNamedBeforeOneIsFetched()
      throws Exception {
    // Given
    FakeHBase hbase = filled(8, versions(60, 100_000));

    // Then
    assertThatThrownBy(() -> query(hbase, "{'table':'charts','start':'','versions':1000}", 2 * MIB))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("versions: ");
    assertThat(hbase.got().stream().mapToLong(Result::getTotalSizeOfCells).max().orElse(0))
        .isLessThan(50_000);
    assertThat(hbase.held()).isZero();
  }

  @Test
  void aRowOfManyVersionsTakesItsMemoryBeforeItGrows() throws Exception {
    // Given
    FakeHBase hbase = filled(8, versions(60, 100_000));
    String query = "{'table':'charts','row':'Patient/v|Patient/v','versions':1000}";

    // When
    QueryResult result = query(hbase, query, 16 * MIB);
    long peak = hbase.peak();
    hbase.allow(4 * MIB);

    // Then
    assertThat((List<?>) result.rows().get(0).get("versions")).hasSize(60);
    assertThat(peak).isGreaterThan(60 * 100_000 * 2);
    assertThatThrownBy(() -> query(hbase, query, 16 * MIB))
        .isInstanceOf(BudgetExceededException.class);
    assertThat(hbase.held()).isZero();
  }

  @Test
  void aRowOfVersionsThatIsAWholeAnswerFitsIntoWhatOneCallerCanHave() throws Exception {
    // Given 45 % of a budget of 128 MiB
    FakeHBase hbase = filled(8, versions(39, 400_000));
    hbase.allow(128 * MIB * 45 / 100 - Reservation.FIRST);

    // When
    QueryResult result =
        query(hbase, "{'table':'charts','row':'Patient/v|Patient/v','versions':1000}", 16 * MIB);

    // Then
    assertThat(result.count()).isEqualTo(1);
    assertThat(result.cap()).isEmpty();
  }

  @Test
  void bodiesOfAHistoryArePaidForBeforeTheyAreFetched() throws Exception {
    // Given
    FakeHBase hbase = filled(8, versions(40, 400_000));

    // When
    List<String> history = history(hbase);

    // Then
    assertThat(history).hasSize(40);
    assertThat(hbase.unpaid()).isLessThan(KEYS);
    assertThat(hbase.peak()).isBetween(100_000L, MIB);
    assertThat(hbase.held()).isZero();
  }

  @Test
  void aHistoryWithoutMemoryIsTriedAgain() throws Exception {
    // Given
    FakeHBase hbase = filled(8, versions(3, 400_000));
    hbase.allow(0);

    // Then
    assertThatThrownBy(() -> history(hbase)).isInstanceOf(BudgetExceededException.class);
    assertThat(hbase.unpaid()).isLessThan(KEYS);
  }

  @Test
  void aHistoryOfAnyLengthIsReadInPages() throws Exception {
    // Given versions under two keys, the one seldom, in the midst of the other's
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 1_300; i++) {
      events.add(version(i % 7 == 0 ? "Patient/other" : "Patient/v", i, 10));
    }
    FakeHBase hbase = filled(8, events.toArray(Event[]::new));

    // When
    List<String> history = history(hbase);

    // Then
    assertThat(history)
        .isEqualTo(IntStream.range(0, 1_300).mapToObj(i -> "Patient/v@" + (1_299 - i)).toList());
    assertThat(hbase.got().stream().mapToInt(Result::size).max().orElse(0))
        .isLessThanOrEqualTo(2 * VersionPages.PAGE);
  }

  @Test
  void whoIsInterruptedClosesTheScanAndStaysInterrupted() throws Exception {
    // Given
    FakeHBase hbase = filled(8, chart(5, 100));
    List<ResourceId> seen = new ArrayList<>();

    // When
    assertThatThrownBy(
            () ->
                readChart(
                    hbase,
                    hbase.context(MIB),
                    resource -> {
                      seen.add(resource.head().id());
                      Thread.currentThread().interrupt();
                      return true;
                    }))
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.RETRY));

    // Then
    assertThat(Thread.interrupted()).isTrue();
    assertThat(seen).hasSize(1);
    assertThat(hbase.open()).isZero();
  }

  @Test
  void aDeadlineThatPassesClosesTheScan() throws Exception {
    // Given
    FakeHBase hbase = filled(8, chart(5, 100));
    ReadContext soon =
        ReadContext.of("test", Instant.now().plusMillis(200), Clock.systemUTC())
            .capped(10, MIB)
            .within(hbase.memory());

    // Then
    assertThatThrownBy(
            () ->
                readChart(
                    hbase,
                    soon,
                    resource -> {
                      while (Instant.now().isBefore(soon.deadline())) {
                        Thread.onSpinWait();
                      }
                      return true;
                    }))
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.reason().code()).isEqualTo("deadline-passed"));
    assertThat(hbase.open()).isZero();
  }

  private static FakeHBase filled(int buckets, Event... events) throws Exception {
    FakeHBase hbase = new FakeHBase(buckets);
    List<Projected<ChartEntry>> batch = new ArrayList<>();
    for (Event event : events) {
      batch.add(new Projected<>(event, hbase.sink().projection().project(event).orElseThrow()));
    }
    hbase.sink().writer().write(batch);
    hbase.allow(Long.MAX_VALUE);
    return hbase;
  }

  private static Event[] chart(int resources, int bytes) {
    return IntStream.range(0, resources)
        .mapToObj(i -> updated(KEY, i, json("Observation", "o%04d".formatted(i), bytes)))
        .toArray(Event[]::new);
  }

  private static Event[] patients(int resources, int bytes) {
    return IntStream.range(0, resources)
        .mapToObj(i -> updated("Patient/p" + i, i, json("Patient", "p" + i, bytes)))
        .toArray(Event[]::new);
  }

  private static Event[] versions(int versions, int bytes) {
    return IntStream.range(0, versions)
        .mapToObj(i -> version("Patient/v", i, bytes))
        .toArray(Event[]::new);
  }

  private static Event version(String key, int offset, int bytes) {
    return updated(key, offset, json("Patient", "v", bytes));
  }

  private static String json(String type, String id, int bytes) {
    return "{\"resourceType\":\"%s\",\"id\":\"%s\",\"language\":\"%s\"}"
        .formatted(type, id, "x".repeat(bytes));
  }

  private static long pages(FakeHBase hbase) {
    return hbase.scans().stream().mapToLong(Scan::getMaxResultSize).sum();
  }

  private static List<String> chart(FakeHBase hbase) throws SinkException {
    List<String> found = new ArrayList<>();
    readChart(hbase, hbase.context(MIB), resource -> found.add(TestView.text(resource)));
    return found;
  }

  private static void readChart(
      FakeHBase hbase, ReadContext context, Visitor<StoredResource> visitor) throws SinkException {
    hbase
        .sink()
        .readers()
        .chart()
        .orElseThrow()
        .chart(ResourceId.parse(KEY), Cursor.START, context, visitor);
  }

  private static List<String> history(FakeHBase hbase) throws SinkException {
    List<String> found = new ArrayList<>();
    hbase
        .sink()
        .readers()
        .history()
        .orElseThrow()
        .history(
            ResourceId.parse("Patient/v"),
            Cursor.START,
            hbase.context(MIB),
            resource -> found.add(TestView.text(resource)));
    return found;
  }

  private static QueryResult query(FakeHBase hbase, String query, long maxBytes) throws Exception {
    byte[] json = query.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return hbase
        .sink()
        .readers()
        .nativeQuery()
        .orElseThrow()
        .query(Json.parseObject(json, JsonLimits.RESOURCE), hbase.context(maxBytes));
  }
}
