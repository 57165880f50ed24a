package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.BODY;
import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;

import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.filter.KeyOnlyFilter;
import org.apache.hadoop.hbase.util.Bytes;

/**
 * Fetches the bodies of versions whose heads are known. How long they are is asked first, so that
 * their memory is taken before they come.
 */
final class Bodies {
  /** Versions whose lengths are asked for at once. */
  private static final int AT_ONCE = 100;

  /** Of bodies that are fetched at once, or a single one that is longer: at most 4 MiB. */
  private static final long MOST_BYTES = 512 << 10;

  /** Takes one version after the other, as {@link io.distributary.sink.Visitor} does. */
  @FunctionalInterface
  interface BodyVisitor {
    boolean visit(ChartRow version) throws SinkException;
  }

  private final HBaseTables tables;

  Bodies(HBaseTables tables) {
    this.tables = tables;
  }

  /**
   * Hands the versions over in their order, with their bodies, without those whose body is not
   * there.
   *
   * @return whether the visitor wants more
   */
  boolean visit(List<ChartRow> heads, ReadContext context, BodyVisitor visitor)
      throws SinkException {
    for (int i = 0; i < heads.size(); i += AT_ONCE) {
      List<ChartRow> some = heads.subList(i, Math.min(i + AT_ONCE, heads.size()));
      if (!visitSome(some, lengths(some, context), context, visitor)) {
        return false;
      }
    }
    return true;
  }

  private boolean visitSome(
      List<ChartRow> heads, long[] lengths, ReadContext context, BodyVisitor visitor)
      throws SinkException {
    try (Held held = new Held(context.reservation())) {
      int end;
      for (int start = 0; start < heads.size(); start = end) {
        long bytes = lengths[start];
        end = start + 1;
        while (end < heads.size() && bytes + lengths[end] <= MOST_BYTES) {
          bytes += lengths[end++];
        }
        held.hold(bytes);
        if (!visitGroup(heads.subList(start, end), context, visitor)) {
          return false;
        }
      }
      return true;
    }
  }

  private boolean visitGroup(List<ChartRow> heads, ReadContext context, BodyVisitor visitor)
      throws SinkException {
    Result[] rows = tables.get(ViewTable.CHARTS, heads.stream().map(this::get).toList(), context);
    for (int i = 0; i < rows.length; i++) {
      byte[] body = rows[i].getValue(FAMILY, BODY);
      rows[i] = Result.EMPTY_RESULT;
      context.requireWanted();
      if (body != null && !visitor.visit(heads.get(i).withBody(body))) {
        return false;
      }
    }
    return true;
  }

  /** One version; empty when its body is not there. Its memory is taken once its length is seen. */
  Optional<ChartRow> one(ChartRow head, ReadContext context) throws SinkException {
    byte[] body =
        tables.get(ViewTable.CHARTS, List.of(get(head)), context)[0].getValue(FAMILY, BODY);
    if (body == null) {
      return Optional.empty();
    }
    // Kept for as long as the answer is: the host gives it back.
    new Held(context.reservation()).hold(body.length);
    return Optional.of(head.withBody(body));
  }

  private long[] lengths(List<ChartRow> heads, ReadContext context) throws SinkException {
    List<Get> gets =
        heads.stream().map(head -> get(head).setFilter(new KeyOnlyFilter(true))).toList();
    return Arrays.stream(tables.get(ViewTable.CHARTS, gets, context))
        .mapToLong(Bodies::length)
        .toArray();
  }

  /** Of what the filter has made into lengths, all cells together. */
  static long length(Result row) {
    return row.isEmpty()
        ? 0
        : Arrays.stream(row.rawCells())
            .mapToLong(cell -> Bytes.toInt(CellUtil.cloneValue(cell)))
            .sum();
  }

  private Get get(ChartRow head) {
    return new Get(tables.keys().chart(head.key(), head.id()))
        .addColumn(FAMILY, BODY)
        .setTimestamp(head.version().value());
  }
}
