package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.DATE;
import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;
import static io.distributary.sinks.hbase.HBaseSchema.HEAD;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code timeline}. One is shown when its version is the newest in {@code charts}, too:
 * else the resource has another date by now, or is deleted. Rows are looked up many at a time.
 */
final class TimelineAnswers extends RowAnswers {
  private static final int AT_ONCE = 200;

  private record Dated(String row, ResourceId key, ResourceId id, Version version, String date) {}

  private final HBaseTables tables;
  private final ScanRequest request;
  private final ReadContext context;
  private final List<Dated> unproved = new ArrayList<>();

  TimelineAnswers(HBaseTables tables, ScanRequest request, ReadContext context) {
    super(request, context);
    this.tables = tables;
    this.request = request;
    this.context = context;
  }

  @Override
  Scan scan() {
    return new Scan().addColumn(FAMILY, DATE);
  }

  @Override
  public boolean visit(Result row) throws SinkException {
    dated(row).ifPresent(unproved::add);
    return unproved.size() < Math.min(AT_ONCE, wanted()) || addProved();
  }

  @Override
  QueryResult result() throws SinkException {
    addProved();
    return super.result();
  }

  private boolean addProved() throws SinkException {
    List<Get> gets = unproved.stream().map(this::head).toList();
    Result[] heads = tables.get(ViewTable.CHARTS, gets, context);
    boolean more = wanted() > 0;
    for (int i = 0; i < heads.length && more; i++) {
      if (proves(heads[i], unproved.get(i))) {
        more = add(entry(unproved.get(i)));
      }
    }
    unproved.clear();
    return more;
  }

  private static boolean proves(Result head, Dated dated) {
    return ChartRow.of(head)
        .filter(row -> row.live() && row.version().equals(dated.version))
        .isPresent();
  }

  private Get head(Dated dated) {
    Get get = new Get(tables.keys().chart(dated.key, dated.id)).addColumn(FAMILY, HEAD);
    return request.within(get);
  }

  private static Optional<Dated> dated(Result result) {
    Cell cell = result.getColumnLatestCell(FAMILY, DATE);
    String row = RowKeys.unsalted(result.getRow());
    Optional<ResourceId> id = ResourceId.tryParse(RowKeys.idIn(row));
    if (id.isEmpty() || !RowKeys.holdsKey(row)) {
      return Optional.empty();
    }
    String date = new String(CellUtil.cloneValue(cell), StandardCharsets.UTF_8);
    return ResourceId.tryParse(RowKeys.keyIn(row))
        .map(key -> new Dated(row, key, id.get(), new Version(cell.getTimestamp()), date));
  }

  private static Map<String, @Nullable Object> entry(Dated dated) {
    Map<String, @Nullable Object> entry = entry(dated.row, dated.id, dated.version);
    entry.put("key", dated.key.toString());
    entry.put("date", dated.date);
    return entry;
  }
}
