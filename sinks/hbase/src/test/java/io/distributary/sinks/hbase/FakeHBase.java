package io.distributary.sinks.hbase;

import io.distributary.sink.ReadContext;
import io.distributary.sink.Reservation;
import io.distributary.sink.Sink;
import io.distributary.sink.tck.CountedMemory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellComparator;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.KeyValueUtil;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer.ScanController;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer.ScanResumer;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.AsyncTable;
import org.apache.hadoop.hbase.client.AsyncTableBuilder;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Cursor;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Mutation;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.client.TableBuilder;
import org.apache.hadoop.hbase.filter.Filter;
import org.apache.hadoop.hbase.io.TimeRange;
import org.apache.hadoop.hbase.util.Bytes;

/**
 * Tables in memory behind the client's interfaces, as far as this sink uses them, and a budget that
 * counts. It notes what is asked, and what was answered beyond the memory that was taken for it.
 */
final class FakeHBase {
  private final Map<TableName, NavigableMap<byte[], List<Cell>>> tables = new HashMap<>();
  private final Sink<ChartEntry> sink;
  private final List<Scan> scans = new ArrayList<>();
  private final List<Result> got = new ArrayList<>();
  private CountedMemory memory = CountedMemory.ample();
  private long unpaid;
  private int mostGets;
  private int open;

  FakeHBase(int buckets) {
    HBaseSchema schema = new HBaseSchema("fake", "_r1", buckets);
    HBaseConfig config = TestView.config("127.0.0.1", 1, "fake", buckets);
    sink =
        HBasePlugin.sink(
            new HBaseTables(connection(), scanning(), schema, config, Clock.systemUTC()));
  }

  Sink<ChartEntry> sink() {
    return sink;
  }

  /** The scans so far. */
  List<Scan> scans() {
    return scans;
  }

  /** The rows that gets have answered so far. */
  List<Result> got() {
    return got;
  }

  /** How much could be held from now on; what was held and noted so far is forgotten. */
  void allow(long bytes) {
    memory = new CountedMemory(bytes);
    unpaid = 0;
    mostGets = 0;
    scans.clear();
    got.clear();
  }

  CountedMemory memory() {
    return memory;
  }

  long held() {
    return memory.held();
  }

  long peak() {
    return memory.peak();
  }

  /** The most bytes of one answer to gets for which no memory had been taken. */
  long unpaid() {
    return unpaid;
  }

  /** How many rows were asked for at once at most, by gets. */
  int mostGets() {
    return mostGets;
  }

  /** How many scanners are not closed. */
  int open() {
    return open;
  }

  ReadContext context(long maxBytes) {
    return ReadContext.of("test", Instant.now().plusSeconds(60), Clock.systemUTC())
        .capped(10_000, maxBytes)
        .within(memory);
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Connection connection() {
    return fake(
        Connection.class,
        (self, method, words) ->
            method.getName().equals("getTableBuilder") ? builder((TableName) words[0]) : null);
  }

  private TableBuilder builder(TableName name) {
    return fake(
        TableBuilder.class,
        (self, method, words) -> method.getName().equals("build") ? table(name) : self);
  }

  private NavigableMap<byte[], List<Cell>> rows(TableName name) {
    return tables.computeIfAbsent(name, n -> new TreeMap<>(Bytes.BYTES_COMPARATOR));
  }

  private AsyncConnection scanning() {
    return fake(
        AsyncConnection.class,
        (self, method, words) ->
            method.getName().equals("getTableBuilder") ? scans((TableName) words[0]) : null);
  }

  private AsyncTableBuilder<?> scans(TableName name) {
    return fake(
        AsyncTableBuilder.class,
        (self, method, words) ->
            method.getName().equals("build")
                ? fake(AsyncTable.class, (table, scan, asked) -> scan(rows(name), asked))
                : self);
  }

  private Object scan(NavigableMap<byte[], List<Cell>> rows, Object[] asked) throws Exception {
    new Pages(rows, (Scan) asked[0], (AdvancedScanResultConsumer) asked[1]).handOver();
    return null;
  }

  private Table table(TableName name) {
    NavigableMap<byte[], List<Cell>> rows = rows(name);
    return fake(
        Table.class,
        (self, method, words) ->
            switch (method.getName()) {
              case "batch" -> batch(rows, (List<?>) words[0], (Object[]) words[1]);
              case "get" -> get(rows, (List<?>) words[0]);
              default -> null;
            });
  }

  private static Object batch(
      NavigableMap<byte[], List<Cell>> rows, List<?> mutations, Object[] results) {
    for (Object mutation : mutations) {
      ((Mutation) mutation)
          .getFamilyCellMap()
          .values()
          .forEach(
              cells ->
                  cells.forEach(
                      cell ->
                          rows.computeIfAbsent(CellUtil.cloneRow(cell), r -> new ArrayList<>())
                              .add(cell)));
    }
    rows.values().forEach(cells -> cells.sort(CellComparator.getInstance()));
    Arrays.fill(results, Result.EMPTY_RESULT);
    return results;
  }

  private Result[] get(NavigableMap<byte[], List<Cell>> rows, List<?> gets) throws Exception {
    Result[] results = new Result[gets.size()];
    long bytes = 0;
    for (int i = 0; i < results.length; i++) {
      Get get = (Get) gets.get(i);
      results[i] =
          result(
              rows.getOrDefault(get.getRow(), List.of()),
              get.getFamilyMap(),
              get.getTimeRange(),
              get.getMaxVersions(),
              get.getFilter());
      bytes += Result.getTotalSizeOfCells(results[i]);
    }
    got.addAll(List.of(results));
    mostGets = Math.max(mostGets, gets.size());
    unpaid = Math.max(unpaid, bytes - memory.held() - Reservation.FIRST);
    return results.clone();
  }

  /** A scan that is open: hands a page over whenever it is told to go on. */
  private final class Pages implements ScanController, ScanResumer {
    private final Iterator<List<Cell>> rows;
    private final Scan scan;
    private final AdvancedScanResultConsumer consumer;
    private boolean suspended;

    Pages(NavigableMap<byte[], List<Cell>> all, Scan scan, AdvancedScanResultConsumer consumer) {
      this.scan = scan;
      this.consumer = consumer;
      byte[] stop = scan.getStopRow();
      NavigableMap<byte[], List<Cell>> range =
          all.tailMap(scan.getStartRow(), scan.includeStartRow());
      rows =
          (stop.length > 0 ? range.headMap(stop, scan.includeStopRow()) : range)
              .values()
              .iterator();
      scans.add(scan);
      open++;
    }

    void handOver() throws Exception {
      List<Result> page = page();
      suspended = false;
      if (!page.isEmpty()) {
        long bytes = page.stream().mapToLong(Result::getTotalSizeOfCells).sum();
        unpaid = Math.max(unpaid, bytes - memory.held() - Reservation.FIRST);
        consumer.onNext(page.toArray(Result[]::new), this);
      }
      if (!suspended) {
        open--;
        consumer.onComplete();
      }
    }

    private List<Result> page() throws Exception {
      List<Result> page = new ArrayList<>();
      long bytes = 0;
      while (bytes < scan.getMaxResultSize() && page.size() < scan.getCaching() && rows.hasNext()) {
        Result row =
            result(
                rows.next(),
                scan.getFamilyMap(),
                scan.getTimeRange(),
                scan.getMaxVersions(),
                scan.getFilter());
        if (!row.isEmpty()) {
          page.add(row);
          bytes += Result.getTotalSizeOfCells(row);
        }
      }
      return page;
    }

    @Override
    public ScanResumer suspend() {
      suspended = true;
      return this;
    }

    @Override
    public void terminate() {
      suspended = false;
    }

    @Override
    public Optional<Cursor> cursor() {
      return Optional.empty();
    }

    @Override
    public void resume() {
      try {
        handOver();
      } catch (Exception e) {
        consumer.onError(e);
      }
    }
  }

  private static Result result(
      List<Cell> cells,
      Map<byte[], NavigableSet<byte[]>> columns,
      TimeRange time,
      int versions,
      Filter filter)
      throws Exception {
    List<Cell> kept = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    NavigableSet<byte[]> wanted = columns.get(HBaseSchema.FAMILY);
    for (Cell cell : cells) {
      boolean fits =
          time.withinTimeRange(cell.getTimestamp())
              && (wanted == null || wanted.contains(CellUtil.cloneQualifier(cell)));
      String column = RowKeys.text(CellUtil.cloneQualifier(cell));
      if (fits && seen.merge(column, 1, Integer::sum) <= versions) {
        kept.add(
            filter == null ? cell : KeyValueUtil.copyToNewKeyValue(filter.transformCell(cell)));
      }
    }
    return Result.create(kept);
  }
}
