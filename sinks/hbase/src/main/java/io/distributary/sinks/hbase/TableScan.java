package io.distributary.sinks.hbase;

import io.distributary.sink.ReadContext;
import io.distributary.sink.Reservation;
import io.distributary.sink.SinkException;
import io.distributary.sinks.hbase.HBaseTables.RowVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer;
import org.apache.hadoop.hbase.client.AsyncTable;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;

/** One read of many rows: how large its pages are, and which of them are in memory at once. */
final class TableScan {
  /** The most rows that one answer to a scan holds. */
  private static final int SCAN_ROWS = 500;

  /**
   * The most bytes, of all open scans of a read together: first as much as every read has, then
   * more when there is memory. A row is not cut by them: one more comes, at most 4 MiB.
   */
  static final long FIRST_PAGE = Reservation.FIRST;

  static final long LATER_PAGE = 1 << 20;

  /** The one that is visited, and the one behind it. */
  static final long PAGES_AHEAD = 2;

  private static final long LEAST_PAGE = 8 << 10;

  private final AsyncTable<AdvancedScanResultConsumer> table;
  private final Scan rows;
  private final boolean salted;
  private final ReadContext context;
  private final Held held;
  private final RowVisitor visitor;

  /**
   * @param rows what to read of each row
   * @param salted whether rows begin with a salt
   * @param held takes the memory
   */
  TableScan(
      AsyncTable<AdvancedScanResultConsumer> table,
      Scan rows,
      boolean salted,
      ReadContext context,
      Held held,
      RowVisitor visitor) {
    this.table = table;
    this.rows = rows;
    this.salted = salted;
    this.context = context;
    this.held = held;
    this.visitor = visitor;
  }

  /** Visits the rows of ranges that do not overlap, in the order of the rows without their salt. */
  void run(List<RowRange> ranges) throws SinkException {
    if (ranges.size() == 1) {
      one(ranges.get(0));
    } else {
      merged(ranges);
    }
  }

  private void merged(List<RowRange> ranges) throws SinkException {
    long page = Math.max(LEAST_PAGE, FIRST_PAGE / ranges.size());
    long pages = page * ranges.size();
    held.hold(pages);
    List<PagedScan> scans =
        ranges.stream().map(range -> scan(range, page, false, Long.MAX_VALUE)).toList();
    try (MergedScan merged = new MergedScan(scans, salted)) {
      visit(merged, page, pages);
    }
  }

  private void one(RowRange range) throws SinkException {
    held.hold(FIRST_PAGE);
    try (PagedScan first = scan(range, FIRST_PAGE, false, FIRST_PAGE)) {
      Optional<RowRange> rest =
          first.cutAt().filter(last -> !range.endsWith(last)).map(range::behind);
      if (rest.isEmpty()) {
        visit(first, FIRST_PAGE, FIRST_PAGE);
      } else {
        visit(first, rest.get());
      }
    }
  }

  /** With memory for it the rest is on its way while the first page is visited. */
  private void visit(PagedScan first, RowRange rest) throws SinkException {
    boolean larger = held.tryHold(PAGES_AHEAD * LATER_PAGE);
    long page = larger ? LATER_PAGE : FIRST_PAGE;
    long pages = larger ? PAGES_AHEAD * LATER_PAGE : FIRST_PAGE;
    try (PagedScan second = scan(rest, page, larger, Long.MAX_VALUE)) {
      if (larger) {
        second.begin();
      }
      if (visit(first, FIRST_PAGE, pages)) {
        visit(second, page, pages);
      }
    }
  }

  private PagedScan scan(RowRange range, long page, boolean ahead, long enough) {
    return new PagedScan(
        ahead,
        enough,
        this::timeLeft,
        consumer -> table.scan(bounded(range, rows, page), consumer));
  }

  /**
   * Whether more rows are wanted behind these.
   *
   * @param page in bytes; a row that is larger is held beside the pages
   * @param pages bytes that are held already
   */
  private boolean visit(ScannedRows scanned, long page, long pages) throws SinkException {
    long largest = page;
    for (Result row = scanned.next(); row != null; row = scanned.next()) {
      long bytes = Result.getTotalSizeOfCells(row);
      if (bytes > largest) {
        largest = bytes;
        held.hold(pages + largest);
      }
      context.requireWanted();
      if (!visitor.visit(row)) {
        return false;
      }
    }
    return true;
  }

  private Duration timeLeft() throws SinkException {
    context.requireWanted();
    return context.timeLeft();
  }

  private static Scan bounded(RowRange range, Scan rows, long page) {
    try {
      return new Scan(rows)
          .withStartRow(range.start(), range.startIncluded())
          .withStopRow(range.stop(), range.stopIncluded())
          .setCaching(SCAN_ROWS)
          .setMaxResultSize(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
