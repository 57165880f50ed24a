package io.distributary.sinks.hbase;

import static io.distributary.servers.ServerKind.HBASE;
import static io.distributary.sinks.hbase.HBaseSchema.BODY;
import static io.distributary.sinks.hbase.HBaseSchema.DATE;
import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;
import static io.distributary.sinks.hbase.HBaseSchema.HEAD;
import static io.distributary.sinks.hbase.TestEvents.deleted;
import static io.distributary.sinks.hbase.TestEvents.observation;
import static io.distributary.sinks.hbase.TestEvents.patient;
import static io.distributary.sinks.hbase.TestEvents.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.servers.testing.HbaseAddress;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import io.distributary.sink.Correction;
import io.distributary.sink.Outcome;
import io.distributary.sink.ViewEntry;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hbase.client.Put;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be done to the tables by hand, and how each of it is named and mended. */
@Needs(HBASE)
class HBaseRepairIT {
  private static final String PREFIX = TestNamespace.of(HBaseRepairIT.class).name();
  private static TestView view;
  private static HBaseTampering shell;

  @BeforeAll
  static void open() throws Exception {
    HbaseAddress hbase = Servers.hbase();
    HBaseConfig config = TestView.config(hbase.host(), hbase.port(), PREFIX, 3);
    view = new TestView(config);
    shell = new HBaseTampering(namespace -> config);
  }

  @AfterAll
  static void close() {
    view.close();
  }

  private static void shell(HBaseTampering.Work work) throws Exception {
    shell.with(PREFIX, work);
  }

  private static ResourceId id(String text) {
    return ResourceId.parse(text);
  }

  @ParameterizedTest
  @EnumSource(ViewTable.class)
  void aRowDeletedInTheShellIsThereAgainWithItsHistoryAndHidesNothingLater(ViewTable table)
      throws Exception {
    // Given
    String name = "Observation/deleted-" + table;
    String key = "Patient/of-" + table;
    Event first = observation(key, "deleted-" + table, 10, "2026-01-01");
    Event second = observation(key, "deleted-" + table, 20, "2026-01-02");
    view.write(first, second);
    shell(
        s -> {
          ChartRow chart = s.chart(id(name));
          byte[] row =
              switch (table) {
                case CHARTS -> s.row(chart);
                case RESOURCES -> RowKeys.resource(chart.id());
                case TIMELINE -> s.date(chart).orElseThrow();
              };
          s.deleteAll(table, row);
        });
    assertThat(view.find(name)).isNotEqualTo(Optional.of(view.right(second)));

    // When
    Outcome outcome = view.repair(name, first, second);

    // Then
    assertThat(outcome).isEqualTo(Outcome.APPLIED);
    assertThat(view.find(name)).contains(view.right(second));
    assertThat(view.history(name)).containsExactly(name + "@20", name + "@10");
    assertThat(view.chart(key)).containsExactly(name + "@20");
    assertThat(view.rows("{'table':'timeline','prefix':'" + key + "'}")).hasSize(1);
    assertThat(strangers(name)).isEmpty();

    // When the stream goes on
    Event third = observation(key, "deleted-" + table, 30, "2026-01-02");
    view.write(third);

    // Then
    assertThat(view.find(name)).contains(view.right(third));
    assertThat(view.rows("{'table':'timeline','prefix':'" + key + "'}")).hasSize(1);
  }

  /** All that is scanned beside the resources of a name. */
  private static List<String> strangers(String part) throws Exception {
    return view.scan().stream()
        .map(ViewEntry::name)
        .filter(name -> name.contains(part) && !name.equals(part))
        .toList();
  }

  @Test
  void aRowWhoseKeyIsLostIsNamedByItselfAndStaysOnceItsResourceIsRight() throws Exception {
    // Given
    Event event = patient("lost", 10, "Lost");
    view.write(event);
    shell(s -> s.deleteAll(ViewTable.RESOURCES, RowKeys.resource(event.id())));
    String row = strangers("Patient/lost").get(0);
    assertThat(row).startsWith("charts:").endsWith("|Patient/lost|Patient/lost");

    // When
    List<Outcome> outcomes =
        view.repair(
            new Correction<>(row, view.find(row), List.of()),
            new Correction<>("Patient/lost", Optional.empty(), view.projected(event)));

    // Then
    assertThat(outcomes).containsExactly(Outcome.STALE, Outcome.APPLIED);
    assertThat(view.find("Patient/lost")).contains(view.right(event));
    assertThat(view.find(row)).isEmpty();
  }

  @Test
  void aCellAtTheServersClockGoesAloneAndNewerVersionsAreSeenAgain() throws Exception {
    // Given: as the shell's put, without a timestamp
    Event event = patient("clock", 10, "Right");
    view.write(event);
    shell(
        s ->
            s.put(
                ViewTable.CHARTS,
                new Put(s.row(s.chart(event.id()))).addColumn(FAMILY, BODY, RowKeys.bytes("{}"))));
    assertThat(view.find("Patient/clock")).isNotEqualTo(Optional.of(view.right(event)));

    // When
    Outcome outcome = view.repair("Patient/clock", event);

    // Then
    assertThat(outcome).isEqualTo(Outcome.APPLIED);
    assertThat(view.find("Patient/clock")).contains(view.right(event));

    // When
    Event next = patient("clock", 20, "Next");
    view.write(next);

    // Then
    assertThat(view.find("Patient/clock")).contains(view.right(next));
    assertThat(view.chart("Patient/clock")).containsExactly("Patient/clock@20");
  }

  @Test
  void aWriteMeanwhileIsKept() throws Exception {
    // Given
    Event event = patient("race", 10, "Right");
    view.write(event);
    shell.alter(PREFIX, event.id());
    Optional<ViewEntry> found = view.find("Patient/race");
    Event newer = patient("race", 20, "Newer");

    // When
    view.write(newer);
    List<Outcome> outcomes =
        view.repair(new Correction<>("Patient/race", found, view.projected(event)));

    // Then
    assertThat(outcomes).containsExactly(Outcome.STALE);
    assertThat(view.find("Patient/race")).contains(view.right(newer));
  }

  @Test
  void rowsThatMakeNoSenseAreNamedHideNothingAndCanBeRemoved() throws Exception {
    // Given
    Event event = patient("sense", 10, "Sense");
    view.write(event);
    List<byte[]> rows = List.of(new byte[] {1}, new byte[] {'0', '0', '|', -1, '\\', 0});
    shell(
        s -> {
          for (byte[] row : rows) {
            for (ViewTable table : ViewTable.values()) {
              s.put(
                  table,
                  new Put(row)
                      .addColumn(FAMILY, BODY, 7, row)
                      .addColumn(FAMILY, HEAD, 7, row)
                      .addColumn(FAMILY, DATE, 7, row));
            }
          }
        });

    // When
    List<ViewEntry> scanned =
        view.scan().stream().filter(entry -> entry.name().contains("\\x")).toList();

    // Then
    assertThat(scanned)
        .extracting(ViewEntry::name)
        .containsExactlyInAnyOrder(
            "\\x01",
            "charts:\\x01",
            "timeline:\\x01",
            "00|\\xFF\\x5C\\x00",
            "charts:00|\\xFF\\x5C\\x00",
            "timeline:00|\\xFF\\x5C\\x00");
    assertThat(scanned)
        .allSatisfy(entry -> assertThat(view.find(entry.name())).contains(entry))
        .allMatch(entry -> entry.hash().isEmpty());
    for (ViewTable table : ViewTable.values()) {
      assertThat(view.query("{'table':'" + table + "','start':'','stop':''}").rows())
          .hasSizeGreaterThanOrEqualTo(table == ViewTable.TIMELINE ? 0 : 1);
    }

    // When
    for (ViewEntry entry : scanned) {
      assertThat(view.repair(entry.name())).isEqualTo(Outcome.APPLIED);
    }

    // Then
    assertThat(view.scan()).noneMatch(entry -> entry.name().contains("\\x"));
    assertThat(view.find("Patient/sense")).contains(view.right(event));
  }

  @Test
  void aDateThatNoVersionHasIsNamedAndGoesWithoutTheRightOne() throws Exception {
    // Given
    Event event = observation("Patient/dates", "dated", 10, "2026-01-01");
    view.write(event);
    shell(
        s -> {
          ChartRow chart = s.chart(event.id());
          byte[] wrong = s.schema().keys().timeline(chart.key(), TestEvents.APPENDED, chart.id());
          s.put(
              ViewTable.TIMELINE,
              new Put(wrong)
                  .addColumn(FAMILY, DATE, chart.version().value(), RowKeys.bytes("2026")));
        });
    String row = strangers("Observation/dated").get(0);
    assertThat(row).startsWith("timeline:");

    // When
    Outcome outcome = view.repair(row);

    // Then
    assertThat(outcome).isEqualTo(Outcome.APPLIED);
    assertThat(strangers("Observation/dated")).isEmpty();
    assertThat(view.rows("{'table':'timeline','prefix':'Patient/dates'}")).hasSize(1);
  }

  @Test
  void aKeyThatNoEventHasGoesFromBothTables() throws Exception {
    // Given
    Event event = patient("columns", 10, "Right");
    view.write(event);
    shell(
        s -> {
          byte[] head = s.chart(event.id()).head().encode();
          byte[] row = RowKeys.resource(event.id());
          s.put(ViewTable.RESOURCES, new Put(row).addColumn(FAMILY, RowKeys.bytes("?"), 7, head));
          s.put(
              ViewTable.CHARTS,
              new Put(s.schema().keys().chart("Patient/other", "Patient/columns"))
                  .addColumn(FAMILY, BODY, 8, RowKeys.bytes("{}"))
                  .addColumn(FAMILY, HEAD, 8, head));
          s.put(
              ViewTable.RESOURCES,
              new Put(row).addColumn(FAMILY, RowKeys.bytes("Patient/other"), 8, head));
        });
    assertThat(view.read("Patient/columns")).isEqualTo("Patient/columns@10");
    assertThat(view.find("Patient/columns")).isNotEqualTo(Optional.of(view.right(event)));

    // When
    Outcome outcome = view.repair("Patient/columns", event);

    // Then
    assertThat(outcome).isEqualTo(Outcome.APPLIED);
    assertThat(view.find("Patient/columns")).contains(view.right(event));
    assertThat(view.history("Patient/columns")).containsExactly("Patient/columns@10");
    assertThat(view.chart("Patient/other")).isEmpty();
  }

  @Test
  void aMarkThatIsLostLeavesTheResourceInTwoChartsUntilItIsRepaired() throws Exception {
    // Given
    Event here = observation("Patient/from", "mark", 10, "2026-01-01");
    Event gone = deleted("Patient/from", "Observation/mark", 20);
    Event there = observation("Patient/to", "mark", 30, "2026-01-01");
    view.write(here, there);
    shell(
        s -> {
          byte[] row = s.schema().keys().chart(here.key(), here.id());
          s.deleteAll(ViewTable.CHARTS, row);
          s.copy(s.chart(here.id()), "Observation/mark", version(30).value());
        });
    assertThat(view.find("Observation/mark")).isNotEqualTo(Optional.of(view.right(there)));

    // When
    Outcome outcome = view.repair("Observation/mark", here, gone, there);

    // Then
    assertThat(outcome).isEqualTo(Outcome.APPLIED);
    assertThat(view.find("Observation/mark")).contains(view.right(there));
    assertThat(view.chart("Patient/from")).isEmpty();
    assertThat(view.chart("Patient/to")).containsExactly("Observation/mark@30");
    assertThat(
            view.rows(
                "{'table':'charts','prefix':'Patient/from','timeRange':[0,'" + version(15) + "']}"))
        .hasSize(1);
  }
}
