package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.BODY;
import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;
import static io.distributary.sinks.hbase.HBaseSchema.HEAD;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Version;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.schemas.json.RawJson;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.filter.KeyOnlyFilter;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code charts}: resources, perhaps with earlier versions. Of one key's chart heads and
 * bodies come together; of many regions at once, or of many versions, the heads alone, and bodies a
 * few at a time.
 */
final class ChartAnswers extends RowAnswers {
  private static final int AT_ONCE = 100;

  /**
   * What a row takes in the making, for each byte of its bodies: the bodies, and the copies of what
   * is written of them; the row itself is paid for by {@link QueryResult.Rows}. So the largest row,
   * 16 MiB, takes 48 MiB, of 57 MiB that one caller can have of a gateway of 512 MiB.
   */
  private static final int FACTOR = 2;

  private final HBaseTables tables;
  private final Bodies bodies;
  private final ScanRequest request;
  private final ReadContext context;
  private final boolean whole;
  private final List<ChartRow> waiting = new ArrayList<>();

  ChartAnswers(HBaseTables tables, ScanRequest request, ReadContext context) {
    super(request, context);
    this.tables = tables;
    this.bodies = new Bodies(tables);
    this.request = request;
    this.context = context;
    this.whole = request.versions() == 1 && request.ranges().size() == 1;
  }

  @Override
  Scan scan() {
    return whole ? ChartRow.whole() : ChartRow.heads();
  }

  @Override
  public boolean visit(Result result) throws SinkException {
    Optional<ChartRow> live = ChartRow.of(result).filter(ChartRow::live);
    if (live.isEmpty()) {
      return true;
    }
    if (whole) {
      return addOne(live.get());
    }
    waiting.add(live.get());
    return waiting.size() < Math.min(AT_ONCE, wanted()) || addWaiting();
  }

  @Override
  QueryResult result() throws SinkException {
    addWaiting();
    return super.result();
  }

  private boolean addWaiting() throws SinkException {
    List<ChartRow> rows = List.copyOf(waiting);
    waiting.clear();
    if (wanted() > 0) {
      if (request.versions() == 1) {
        bodies.visit(rows, context, this::addOne);
      } else {
        addWithVersions(rows);
      }
    }
    return wanted() > 0;
  }

  private boolean addOne(ChartRow row) throws SinkException {
    try (Held held = new Held(context.reservation())) {
      held.hold(FACTOR * (long) row.body().length);
      Map<String, @Nullable Object> entry = entry(row.row(), row.id(), row.version());
      entry.put("resource", json(row));
      return add(entry);
    }
  }

  private void addWithVersions(List<ChartRow> rows) throws SinkException {
    for (ChartRow row : rows) {
      if (wanted() > 0) {
        addWithVersions(row);
      }
    }
  }

  /** The row grows with each version: how large it becomes is known before the first is fetched. */
  private void addWithVersions(ChartRow row) throws SinkException {
    List<ChartRow> versions = versions(row);
    long bytes = Bodies.length(tables.get(ViewTable.CHARTS, List.of(lengths(row)), context)[0]);
    if (bytes > context.maxBytes()) {
      throw new InvalidQueryException(
          "versions: one row is larger than query.maxBytes; ask for fewer");
    }
    try (Held held = new Held(context.reservation())) {
      held.hold(FACTOR * bytes);
      List<Map<String, @Nullable Object>> listed = new ArrayList<>();
      bodies.visit(versions, context, version -> listed.add(entry(version)));
      Map<String, @Nullable Object> entry = entry(row.row(), row.id(), row.version());
      entry.put("resource", listed.isEmpty() ? null : listed.get(0).get("resource"));
      entry.put("versions", listed);
      add(entry);
    }
  }

  /** The live ones, without their bodies. */
  private List<ChartRow> versions(ChartRow row) throws SinkException {
    Get heads = get(row).addColumn(FAMILY, HEAD);
    List<ChartRow> versions = new ArrayList<>();
    for (Cell cell :
        tables.get(ViewTable.CHARTS, List.of(heads), context)[0].getColumnCells(FAMILY, HEAD)) {
      CellHead head = CellHead.decode(CellUtil.cloneValue(cell));
      if (head.live()) {
        versions.add(row.at(new Version(cell.getTimestamp()), head));
      }
    }
    return versions;
  }

  private Get lengths(ChartRow row) {
    return get(row).addColumn(FAMILY, BODY).setFilter(new KeyOnlyFilter(true));
  }

  private Get get(ChartRow row) {
    return request.versionsOf(new Get(tables.keys().chart(row.key(), row.id())));
  }

  private static Map<String, @Nullable Object> entry(ChartRow version) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("version", version.version().toString());
    entry.put("resource", json(version));
    return entry;
  }

  /**
   * The text as it stands where the hash says that this sink wrote it; null for what this sink
   * cannot have written.
   */
  private static @Nullable Object json(ChartRow row) {
    if (row.head().hash().equals(row.hash())) {
      return new RawJson(row.body());
    }
    try {
      return Json.parseObject(row.body(), JsonLimits.RESOURCE);
    } catch (InvalidResourceException e) {
      return null;
    }
  }
}
