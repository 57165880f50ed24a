package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;
import static io.distributary.sinks.hbase.HBaseSchema.HEAD;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Version;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.ReadContext;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.jspecify.annotations.Nullable;

/** Rows of {@code charts}: resources, perhaps with earlier versions. */
final class ChartAnswers extends RowAnswers {
  private final Bodies bodies;
  private final int versions;
  private final ReadContext context;

  ChartAnswers(HBaseTables tables, ScanRequest request, ReadContext context) {
    super(request, context);
    this.bodies = new Bodies(tables);
    this.versions = request.versions();
    this.context = context;
  }

  /** Of several versions the heads alone: the bodies might not fit into memory. */
  @Override
  Scan scan() {
    return versions == 1 ? ChartRow.whole() : ChartRow.heads().readVersions(versions);
  }

  @Override
  public boolean visit(Result result) throws SinkException {
    Optional<ChartRow> live = ChartRow.of(result).filter(ChartRow::live);
    if (live.isEmpty()) {
      return true;
    }
    ChartRow row = live.get();
    Map<String, @Nullable Object> entry = entry(row.row(), row.id(), row.version());
    if (versions == 1) {
      entry.put("resource", tree(row.body()));
    } else {
      List<Map<String, @Nullable Object>> listed = versions(row, result);
      entry.put("resource", listed.isEmpty() ? null : listed.get(0).get("resource"));
      entry.put("versions", listed);
    }
    return add(entry);
  }

  /** The live ones, up to where they alone are more than an answer may be. */
  private List<Map<String, @Nullable Object>> versions(ChartRow row, Result result)
      throws SinkException {
    List<ResourceHead> heads = new ArrayList<>();
    for (Cell cell : result.getColumnCells(FAMILY, HEAD)) {
      CellHead head = CellHead.decode(CellUtil.cloneValue(cell));
      if (head.live()) {
        heads.add(head.of(row.id(), row.key(), new Version(cell.getTimestamp())));
      }
    }
    List<Map<String, @Nullable Object>> listed = new ArrayList<>();
    long[] bytes = {0};
    bodies.visit(
        heads,
        context,
        version -> {
          listed.add(entry(version));
          bytes[0] += version.json().length;
          return bytes[0] <= context.maxBytes();
        });
    return listed;
  }

  private static Map<String, @Nullable Object> entry(StoredResource version) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("version", version.head().version().toString());
    entry.put("resource", tree(version.json()));
    return entry;
  }

  /** Null for what nobody but a stranger can have written. */
  private static @Nullable Object tree(byte[] body) {
    try {
      return Json.parseObject(body, JsonLimits.RESOURCE);
    } catch (InvalidResourceException e) {
      return null;
    }
  }
}
