package io.distributary.sinks.hbase;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;

/**
 * Keeps a resource out of the charts of its former keys. A key never changes, save by deletion and
 * creation anew, or by a producer that breaks the rule; then the resource has a row of {@code
 * charts} for each key. Every version that lies in one of them is marked as moved in the others, at
 * its own timestamp. So each row tells by itself, now and as of any version, whether the resource
 * is there, and a chart stays one scan.
 *
 * <p>The keys are looked up <em>after</em> the batch was written: of two writers that put one
 * resource under two keys at the same time, the later to look sees both. That look-up, one call for
 * a batch, is all that it costs as long as keys do not change. A write of a resource that has moved
 * marks its own version in the other rows; only the first one under a key marks in its row, too,
 * what the others hold.
 */
final class MovedRows {
  private final HBaseTables tables;
  private final EventRows rows;

  MovedRows(HBaseTables tables) {
    this.tables = tables;
    this.rows = new EventRows(tables.keys());
  }

  /** A resource that has had several keys. */
  private record Moved(ResourceId id, Set<ResourceId> keys) {}

  /** Marks what has to be, of events that are in {@code resources} now. */
  void mark(List<ChartEntry> batch) throws SinkException {
    Map<ResourceId, List<ChartEntry>> byId =
        batch.stream().collect(Collectors.groupingBy(ChartEntry::id));
    List<Put> marks = new ArrayList<>();
    List<Moved> all = moved(byId.keySet());
    for (Moved moved : all) {
      for (ChartEntry entry : byId.getOrDefault(moved.id(), List.of())) {
        marks.addAll(rows.marks(entry.id(), entry.key(), entry.version(), moved.keys()));
      }
    }
    tables.writeAll(ViewTable.CHARTS, marks);
    for (Moved moved : all) {
      markFormer(moved.id(), byId.getOrDefault(moved.id(), List.of()));
    }
  }

  /** Marks every version in every other row. */
  void markAll(List<ResourceId> ids) throws SinkException {
    for (Moved moved : moved(ids)) {
      markIn(moved.keys(), moved.id());
    }
  }

  private List<Moved> moved(Collection<ResourceId> ids) throws SinkException {
    List<Moved> moved = new ArrayList<>();
    List<Get> gets = ids.stream().map(ResourceRow::get).toList();
    for (Result row : tables.get(ViewTable.RESOURCES, gets)) {
      List<ChartRow> newest = ResourceRow.versions(row).toList();
      if (newest.size() > 1) {
        moved.add(
            new Moved(
                newest.get(0).id(),
                newest.stream().map(ChartRow::key).collect(Collectors.toUnmodifiableSet())));
      }
    }
    return moved;
  }

  /**
   * Marks what lies in the other rows in the rows of those keys that had nothing before the batch.
   * Events of one key come in order, so what lies there below the batch was marked by the write
   * that brought it.
   */
  private void markFormer(ResourceId id, List<ChartEntry> batch) throws SinkException {
    Map<ResourceId, Version> first =
        batch.stream()
            .collect(
                Collectors.toMap(
                    ChartEntry::key,
                    ChartEntry::version,
                    (one, other) -> one.compareTo(other) < 0 ? one : other));
    List<ResourceId> keys = new ArrayList<>();
    List<Get> gets = new ArrayList<>();
    first.forEach(
        (key, version) -> {
          keys.add(key);
          gets.add(ResourceRow.getBelow(id, key, version));
        });
    Result[] before = tables.get(ViewTable.RESOURCES, gets);
    Set<ResourceId> fresh = new HashSet<>();
    for (int i = 0; i < before.length; i++) {
      if (before[i].isEmpty()) {
        fresh.add(keys.get(i));
      }
    }
    if (!fresh.isEmpty()) {
      markIn(fresh, id);
    }
  }

  /** Marks every version in the rows of these keys, but its own. */
  private void markIn(Set<ResourceId> keys, ResourceId id) throws SinkException {
    VersionPages pages = new VersionPages(tables, ResourceRow.get(id));
    ReadContext context = tables.own();
    for (List<ChartRow> page = pages.next(context); !page.isEmpty(); page = pages.next(context)) {
      tables.writeAll(
          ViewTable.CHARTS,
          page.stream().flatMap(v -> rows.marks(id, v.key(), v.version(), keys).stream()).toList());
    }
  }
}
