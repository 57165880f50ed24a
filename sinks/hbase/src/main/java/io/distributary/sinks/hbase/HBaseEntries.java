package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.BODY;
import static io.distributary.sinks.hbase.HBaseSchema.DATE;
import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;
import static io.distributary.sinks.hbase.HBaseSchema.HEAD;

import io.distributary.schemas.Version;
import io.distributary.schemas.fhir.ClinicalDate;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.HConstants;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.filter.KeyOnlyFilter;

/**
 * What the three tables hold, as one entry for each resource: readable where they agree. A row of
 * {@code charts} whose key {@code resources} does not know, and a row of {@code timeline} that no
 * version in {@code charts} has left, belong to no resource: each is an entry of its own.
 *
 * <p>A write that is under way is seen as a disagreement, until it has returned.
 */
final class HBaseEntries {
  private static final int AT_ONCE = 200;

  /** Of bodies in memory at once, or a single one that is larger. */
  private static final long MAX_BYTES = 16 << 20;

  private final HBaseTables tables;
  private final RowKeys keys;

  HBaseEntries(HBaseTables tables) {
    this.tables = tables;
    this.keys = tables.keys();
  }

  void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
    boolean more = true;
    for (ViewTable table : ViewTable.values()) {
      more = more && scan(table, context, visitor);
    }
  }

  private boolean scan(ViewTable table, ReadContext context, Visitor<ViewEntry> visitor)
      throws SinkException {
    List<Result> read = new ArrayList<>();
    boolean[] more = {true};
    tables.scan(
        table,
        List.of(RowRange.EVERYTHING),
        cells(table),
        context,
        row -> {
          read.add(row);
          more[0] = read.size() < AT_ONCE || handOver(table, read, context, visitor);
          return more[0];
        });
    return more[0] && handOver(table, read, context, visitor);
  }

  private static Scan cells(ViewTable table) {
    Scan scan = new Scan().addFamily(FAMILY).setCacheBlocks(false);
    return table == ViewTable.CHARTS ? scan.setFilter(new KeyOnlyFilter()) : scan;
  }

  private boolean handOver(
      ViewTable table, List<Result> read, ReadContext context, Visitor<ViewEntry> visitor)
      throws SinkException {
    for (List<Result> some : cut(table, read, context)) {
      for (ViewEntry entry : of(table, some, context)) {
        if (!visitor.visit(entry)) {
          return false;
        }
      }
    }
    read.clear();
    return true;
  }

  /** Cuts rows into parts by the bodies that must be read for them. */
  private List<List<Result>> cut(ViewTable table, List<Result> read, ReadContext context)
      throws SinkException {
    List<Get> gets =
        read.stream()
            .flatMap(row -> bodies(table, row))
            .map(get -> get.setFilter(new KeyOnlyFilter(true)))
            .toList();
    Iterator<Result> lengths = List.of(tables.get(ViewTable.CHARTS, gets, context)).iterator();
    List<List<Result>> parts = new ArrayList<>();
    long bytes = 0;
    for (Result row : read) {
      long more = bodies(table, row).mapToLong(get -> Bodies.length(lengths.next())).sum();
      if (parts.isEmpty() || bytes + more > MAX_BYTES) {
        parts.add(new ArrayList<>());
        bytes = 0;
      }
      parts.get(parts.size() - 1).add(row);
      bytes += more;
    }
    return parts;
  }

  private Stream<Get> bodies(ViewTable table, Result row) {
    return switch (table) {
      case CHARTS -> Stream.empty();
      case RESOURCES -> charts(row);
      case TIMELINE -> Stream.of(dated(row));
    };
  }

  Map<String, ViewEntry> find(Collection<String> names, ReadContext context) throws SinkException {
    Map<String, ViewEntry> found = new HashMap<>();
    for (ViewTable table : ViewTable.values()) {
      for (List<Result> some : cut(table, read(table, names, context), context)) {
        of(table, some, context).forEach(entry -> found.put(entry.name(), entry));
      }
    }
    found.keySet().retainAll(Set.copyOf(names));
    return found;
  }

  private List<Result> read(ViewTable table, Collection<String> names, ReadContext context)
      throws SinkException {
    List<Get> gets =
        names.stream()
            .distinct()
            .flatMap(name -> RowAt.named(name).stream())
            .filter(row -> row.table() == table)
            .map(RowAt::get)
            .toList();
    return Arrays.stream(tables.get(table, gets, context)).filter(row -> !row.isEmpty()).toList();
  }

  private List<ViewEntry> of(ViewTable table, List<Result> read, ReadContext context)
      throws SinkException {
    return switch (table) {
      case CHARTS -> {
        Result[] known = get(ViewTable.RESOURCES, read.stream().map(this::key).toList(), context);
        yield foreign(table, read, i -> keys.isChart(read.get(i).getRow()) && !known[i].isEmpty());
      }
      case RESOURCES -> resources(read, context);
      case TIMELINE -> {
        Result[] dated = get(ViewTable.CHARTS, read.stream().map(this::dated).toList(), context);
        yield foreign(table, read, i -> isDate(read.get(i), dated[i]));
      }
    };
  }

  private Result[] get(ViewTable table, List<Get> gets, ReadContext context) throws SinkException {
    return tables.get(table, gets, context);
  }

  private interface Known {
    boolean at(int index);
  }

  private static List<ViewEntry> foreign(ViewTable table, List<Result> read, Known known) {
    return IntStream.range(0, read.size())
        .filter(i -> !known.at(i))
        .mapToObj(read::get)
        .map(row -> unreadable(RowAt.of(table, row.getRow()).name(), newest(row)))
        .toList();
  }

  private static ViewEntry unreadable(String name, Version version) {
    return ViewEntry.unreadable(name, Optional.of(version));
  }

  private static Version newest(Result row) {
    return new HeldResource(row, List.of()).version();
  }

  /** Where {@code resources} must know the row's key. */
  private Get key(Result chart) {
    String row = RowKeys.unsalted(chart.getRow());
    return get(RowKeys.raw(RowKeys.idIn(row))).addColumn(FAMILY, RowKeys.raw(RowKeys.keyIn(row)));
  }

  /** The version in {@code charts} that must have left the row. */
  private Get dated(Result date) {
    String row = RowKeys.unsalted(date.getRow());
    return get(keys.chart(RowKeys.keyIn(row), RowKeys.idIn(row)))
        .addColumn(FAMILY, BODY)
        .addColumn(FAMILY, HEAD)
        .setTimestamp(newest(date).value());
  }

  /** Also of what is no resource: its date goes by the name that it has in {@code resources}. */
  private boolean isDate(Result date, Result chart) {
    String row = RowKeys.unsalted(date.getRow());
    String key = RowKeys.keyIn(row);
    return Optional.ofNullable(chart.getValue(FAMILY, BODY))
        .flatMap(HBaseProjection::date)
        .filter(right -> holds(date, right))
        .map(right -> keys.timeline(key, right.earliest(), RowKeys.idIn(row)))
        .filter(right -> Arrays.equals(right, date.getRow()))
        .isPresent();
  }

  private static boolean holds(Result date, ClinicalDate right) {
    return date.size() == 1
        && Arrays.equals(date.getValue(FAMILY, DATE), RowKeys.bytes(right.text()));
  }

  private List<ViewEntry> resources(List<Result> read, ReadContext context) throws SinkException {
    List<Get> gets = read.stream().flatMap(this::charts).toList();
    Iterator<Result> charts = List.of(get(ViewTable.CHARTS, gets, context)).iterator();
    List<HeldResource> held =
        read.stream()
            .map(
                row ->
                    new HeldResource(row, Stream.generate(charts::next).limit(row.size()).toList()))
            .toList();
    List<Optional<ChartRow>> current = held.stream().map(HeldResource::current).toList();
    List<Optional<ChartEntry>> right =
        current.stream().map(row -> row.map(ChartRow::entry)).toList();
    List<Get> dated = right.stream().flatMap(Optional::stream).flatMap(this::date).toList();
    Iterator<Result> found = List.of(get(ViewTable.TIMELINE, dated, context)).iterator();
    List<ViewEntry> entries = new ArrayList<>();
    for (int i = 0; i < held.size(); i++) {
      Optional<ClinicalDate> date = right.get(i).flatMap(ChartEntry::date);
      boolean isDated = date.isEmpty() || holds(found.next(), date.get());
      entries.add(entry(held.get(i), current.get(i).filter(row -> isDated)));
    }
    return entries;
  }

  /** Its rows under all keys that {@code resources} knows. */
  private Stream<Get> charts(Result resource) {
    String name = RowKeys.text(resource.getRow());
    return resource.listCells().stream()
        .map(cell -> get(keys.chart(RowKeys.text(CellUtil.cloneQualifier(cell)), name)))
        .map(get -> get.addFamily(FAMILY));
  }

  /** Where {@code timeline} must have its date. */
  private Stream<Get> date(ChartEntry entry) {
    return entry.date().stream()
        .map(date -> new Get(keys.timeline(entry.key(), date.earliest(), entry.id())))
        .map(get -> get.addColumn(FAMILY, DATE).setTimestamp(entry.version().value()));
  }

  private static ViewEntry entry(HeldResource held, Optional<ChartRow> current) {
    return current
        .map(row -> ViewEntry.of(row.id(), row.version(), row.head().deleted(), row.hash()))
        .orElseGet(() -> unreadable(held.name(), held.version()));
  }

  /** Whatever a row of somebody else's asks for: one that is too short or too long is nobody's. */
  private static Get get(byte[] row) {
    byte[] legal = row.length == 0 ? new byte[1] : row;
    return new Get(Arrays.copyOf(legal, Math.min(legal.length, HConstants.MAX_ROW_LENGTH)));
  }
}
