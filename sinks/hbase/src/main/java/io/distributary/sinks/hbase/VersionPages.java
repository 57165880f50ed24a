package io.distributary.sinks.hbase;

import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;

/**
 * The versions of a resource, the newest first, without their bodies, some at a time: a resource
 * may have any number of them, under several keys.
 */
final class VersionPages {
  /** Of each key, in one page. */
  static final int PAGE = 500;

  private static final Comparator<ChartRow> NEWEST_FIRST =
      Comparator.comparing(ChartRow::version).reversed();

  private final HBaseTables tables;
  private final Get all;
  private long until;

  /**
   * @param all asks for the row of {@code resources}
   */
  VersionPages(HBaseTables tables, Get all) {
    this(tables, all, Long.MAX_VALUE);
  }

  /**
   * @param until the version below which they begin
   */
  VersionPages(HBaseTables tables, Get all, long until) {
    this.tables = tables;
    this.all = all;
    this.until = until;
  }

  /** The next page; empty at the end. */
  List<ChartRow> next(ReadContext context) throws SinkException {
    if (until == 0) {
      return List.of();
    }
    Result row = tables.get(ViewTable.RESOURCES, List.of(page()), context)[0];
    List<ChartRow> found = ResourceRow.versions(row).sorted(NEWEST_FIRST).toList();
    until = whole(found);
    return found.stream().filter(version -> version.version().value() >= until).toList();
  }

  private Get page() {
    try {
      return new Get(all).readVersions(PAGE).setTimeRange(0, until);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The version down to which nothing is missing: a key with a whole page may have more below. */
  private static long whole(List<ChartRow> found) {
    return found.stream().collect(Collectors.groupingBy(ChartRow::key)).values().stream()
        .filter(ofKey -> ofKey.size() >= PAGE)
        .mapToLong(VersionPages::oldest)
        .max()
        .orElse(0);
  }

  private static long oldest(Collection<ChartRow> versions) {
    return versions.stream().mapToLong(v -> v.version().value()).min().orElse(0);
  }
}
