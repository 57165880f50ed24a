package io.distributary.sinks.hbase;

import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.fhir.ClinicalDate;
import io.distributary.sink.Correction;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkRepair;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.WriteResult;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;

/**
 * Puts every cell of a resource as it must be, and deletes the others up to what was found, each by
 * its exact version. A newer write lies at a greater timestamp and is not touched. Delete markers,
 * somebody else's and the own, mask what is put at or below them until a major compaction: where
 * they do, or could, the regions concerned are compacted, and what was masked is put once more, as
 * the compaction drops it.
 */
final class HBaseRepair implements SinkRepair<ChartEntry> {
  private static final long NONE = -1;
  private static final String BODY = RowKeys.text(HBaseSchema.BODY);
  private static final Reason HIDDEN =
      new Reason("delete-marker", "A delete marker in HBase still hides what was repaired.");

  private final HBaseTables tables;
  private final EventRows rows;
  private final HBaseEntries entries;
  private final MovedRows moved;

  HBaseRepair(HBaseTables tables) {
    this.tables = tables;
    this.rows = new EventRows(tables.keys());
    this.entries = new HBaseEntries(tables);
    this.moved = new MovedRows(tables);
  }

  /**
   * What must be there comes first: it may turn out to be what was found under another name, a row
   * whose resource had lost its key.
   */
  @Override
  public WriteResult repair(List<Correction<ChartEntry>> corrections) throws SinkException {
    Map<String, Outcome> outcomes = new HashMap<>();
    outcomes.putAll(repair(corrections, correction -> !correction.right().isEmpty()));
    outcomes.putAll(repair(corrections, correction -> correction.right().isEmpty()));
    return WriteResult.of(
        corrections.stream().map(correction -> outcomes.get(correction.name())).toList());
  }

  private Map<String, Outcome> repair(
      List<Correction<ChartEntry>> corrections, Predicate<Correction<ChartEntry>> wanted)
      throws SinkException {
    List<Correction<ChartEntry>> some = corrections.stream().filter(wanted).toList();
    Map<String, Outcome> outcomes = new HashMap<>();
    some.forEach(correction -> outcomes.put(correction.name(), Outcome.STALE));
    Set<RowAt> masked = new HashSet<>();
    List<Correction<ChartEntry>> hidden = new ArrayList<>();
    for (Correction<ChartEntry> correction : asFound(some)) {
      outcomes.put(correction.name(), Outcome.APPLIED);
      masked.addAll(remove(correction));
      Set<RowAt> missing = put(correction);
      masked.addAll(missing);
      if (!missing.isEmpty()) {
        hidden.add(correction);
      }
    }
    compact(masked);
    for (Correction<ChartEntry> correction : hidden) {
      if (!put(correction).isEmpty()) {
        outcomes.put(correction.name(), Outcome.retry(HIDDEN));
      }
    }
    moved.markAll(some.stream().flatMap(c -> ResourceId.tryParse(c.name()).stream()).toList());
    return outcomes;
  }

  /** Those whose version is still the one that was found. */
  private List<Correction<ChartEntry>> asFound(List<Correction<ChartEntry>> corrections)
      throws SinkException {
    Map<String, ViewEntry> now =
        entries.find(corrections.stream().map(Correction::name).toList(), tables.own());
    return corrections.stream()
        .filter(
            c -> c.isAsFound(Optional.ofNullable(now.get(c.name())).flatMap(ViewEntry::version)))
        .toList();
  }

  private static long version(Optional<ViewEntry> entry) {
    return entry.flatMap(ViewEntry::version).map(Version::value).orElse(NONE);
  }

  /**
   * Deletes what must not be there.
   *
   * @return the rows in which a marker could mask what the stream may still bring
   */
  private Set<RowAt> remove(Correction<ChartEntry> correction) throws SinkException {
    Set<StoredCell> right = cells(puts(correction));
    Set<StoredCell> places = right.stream().map(StoredCell::place).collect(Collectors.toSet());
    List<StoredCell> wrong =
        stored(correction.name(), right).stream()
            .filter(cell -> !places.contains(cell.place()) && isOld(cell, correction))
            .toList();
    Map<RowAt, Delete> deletes = new HashMap<>();
    wrong.forEach(c -> c.deleteBy(deletes.computeIfAbsent(c.at(), at -> new Delete(at.bytes()))));
    for (ViewTable table : ViewTable.values()) {
      tables.writeAll(
          table,
          deletes.entrySet().stream()
              .filter(delete -> delete.getKey().table() == table)
              .map(Map.Entry::getValue)
              .toList());
    }
    return wrong.stream()
        .filter(cell -> mayCome(cell, correction))
        .map(StoredCell::at)
        .collect(Collectors.toSet());
  }

  /**
   * Whether it was there when the view was looked at. A row of {@code timeline} that is named by
   * itself may hold right versions below the wrong one.
   */
  private static boolean isOld(StoredCell cell, Correction<ChartEntry> correction) {
    long found = version(correction.found());
    boolean alone = RowAt.named(correction.name()).filter(HBaseRepair::isDate).isPresent();
    return alone ? cell.version() == found : cell.version() <= Math.max(found, newest(correction));
  }

  private static boolean isDate(RowAt row) {
    return row.table() == ViewTable.TIMELINE;
  }

  /** Whether an event of this version can ever reach the row: one of the key's partition. */
  private static boolean mayCome(StoredCell cell, Correction<ChartEntry> correction) {
    long newest = newest(correction);
    return newest == NONE
        || cell.version() > newest
            && new Version(cell.version()).partition() == new Version(newest).partition();
  }

  private static long newest(Correction<ChartEntry> correction) {
    return correction.right().stream().mapToLong(e -> e.version().value()).max().orElse(NONE);
  }

  /**
   * Puts what must be there.
   *
   * @return the rows in which it is not seen
   */
  private Set<RowAt> put(Correction<ChartEntry> correction) throws SinkException {
    Map<ViewTable, List<Put>> puts = puts(correction);
    for (Map.Entry<ViewTable, List<Put>> some : puts.entrySet()) {
      tables.writeAll(some.getKey(), some.getValue());
    }
    Set<StoredCell> missing = cells(puts);
    missing.removeAll(stored(rows(missing)));
    return rows(missing);
  }

  /** All that the resource's events leave, in the order of the tables. */
  private Map<ViewTable, List<Put>> puts(Correction<ChartEntry> correction) {
    List<ChartEntry> right = correction.right().stream().map(Projected::value).toList();
    List<ResourceHead> heads =
        right.stream().map(e -> e.head().of(e.id(), e.key(), e.version())).toList();
    Map<ViewTable, List<Put>> puts = new EnumMap<>(ViewTable.class);
    for (ViewTable table : ViewTable.values()) {
      Stream<Put> own = right.stream().flatMap(entry -> rows.row(table, entry).stream());
      Stream<Put> marks = table == ViewTable.CHARTS ? rows.marks(heads).stream() : Stream.of();
      puts.put(table, Stream.concat(own, marks).toList());
    }
    return puts;
  }

  private static Set<StoredCell> cells(Map<ViewTable, List<Put>> puts) {
    return puts.entrySet().stream()
        .flatMap(some -> some.getValue().stream().flatMap(p -> StoredCell.of(some.getKey(), p)))
        .collect(Collectors.toSet());
  }

  private static Set<RowAt> rows(Set<StoredCell> cells) {
    return cells.stream().map(StoredCell::at).collect(Collectors.toSet());
  }

  /** Every cell under a name, and whatever lies in the rows of what must be there. */
  private Set<StoredCell> stored(String name, Set<StoredCell> right) throws SinkException {
    Set<RowAt> read = new HashSet<>();
    Set<StoredCell> cells = new HashSet<>();
    Set<RowAt> open = rows(right);
    RowAt.named(name).ifPresent(open::add);
    while (!open.isEmpty()) {
      Set<StoredCell> more = stored(open);
      read.addAll(open);
      cells.addAll(more);
      open = more.stream().flatMap(this::ledTo).collect(Collectors.toSet());
      open.removeAll(read);
    }
    return cells;
  }

  /**
   * From a key in {@code resources} to the row of {@code charts}, and on to the one of its date.
   */
  private Stream<RowAt> ledTo(StoredCell cell) {
    String row = cell.at().row();
    return switch (cell.at().table()) {
      case RESOURCES ->
          Stream.of(RowAt.of(ViewTable.CHARTS, tables.keys().chart(cell.column(), row)));
      case CHARTS ->
          tables.keys().isChart(cell.at().bytes()) && cell.column().equals(BODY)
              ? HBaseProjection.date(RowKeys.raw(cell.value())).stream()
                  .map(date -> date(RowKeys.unsalted(cell.at().bytes()), date))
              : Stream.empty();
      case TIMELINE -> Stream.empty();
    };
  }

  private RowAt date(String chart, ClinicalDate date) {
    return RowAt.of(
        ViewTable.TIMELINE,
        tables.keys().timeline(RowKeys.keyIn(chart), date.earliest(), RowKeys.idIn(chart)));
  }

  private Set<StoredCell> stored(Set<RowAt> some) throws SinkException {
    Set<StoredCell> cells = new HashSet<>();
    for (ViewTable table : ViewTable.values()) {
      List<Get> gets =
          some.stream()
              .filter(row -> row.table() == table)
              .map(row -> row.get().readAllVersions())
              .toList();
      for (Result row : tables.get(table, gets)) {
        StoredCell.of(table, row).forEach(cells::add);
      }
    }
    return cells;
  }

  private void compact(Set<RowAt> masked) throws SinkException {
    for (ViewTable table : ViewTable.values()) {
      tables.compact(
          table, masked.stream().filter(row -> row.table() == table).map(RowAt::bytes).toList());
    }
  }
}
