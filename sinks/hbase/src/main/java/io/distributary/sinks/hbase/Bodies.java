package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.BODY;
import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;

import io.distributary.sink.ReadContext;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;

/** Fetches the bodies of versions whose heads are known. */
final class Bodies {
  /** Fetched at once; a body is at most 4 MiB. */
  private static final int AT_ONCE = 8;

  private static final byte[] NONE = {};

  private final HBaseTables tables;

  Bodies(HBaseTables tables) {
    this.tables = tables;
  }

  /** Hands the versions over in their order, a few bodies in memory at a time. */
  void visit(List<ResourceHead> heads, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    for (int i = 0; i < heads.size(); i += AT_ONCE) {
      List<ResourceHead> some = heads.subList(i, Math.min(i + AT_ONCE, heads.size()));
      for (StoredResource version : of(some, context)) {
        if (!visitor.visit(version)) {
          return;
        }
      }
    }
  }

  /** The versions in their order, without those whose body is not there. */
  List<StoredResource> of(List<ResourceHead> heads, ReadContext context) throws SinkException {
    List<Get> gets = heads.stream().map(this::get).toList();
    Result[] rows = tables.get(ViewTable.CHARTS, gets, context);
    return IntStream.range(0, rows.length)
        .filter(i -> !rows[i].isEmpty())
        .mapToObj(i -> new StoredResource(heads.get(i), body(rows[i])))
        .toList();
  }

  private Get get(ResourceHead head) {
    return new Get(tables.keys().chart(head.key(), head.id()))
        .addColumn(FAMILY, BODY)
        .setTimestamp(head.version().value());
  }

  private static byte[] body(Result row) {
    byte[] body = row.getValue(FAMILY, BODY);
    return body == null ? NONE : body;
  }
}
