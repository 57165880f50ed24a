package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;

import io.distributary.sink.ReadContext;
import io.distributary.sink.ResourceHead;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.jspecify.annotations.Nullable;

/** Rows of {@code resources}: which key a resource has. */
final class ResourceAnswers extends RowAnswers {
  ResourceAnswers(ScanRequest request, ReadContext context) {
    super(request, context);
  }

  @Override
  Scan scan() {
    return new Scan().addFamily(FAMILY);
  }

  @Override
  public boolean visit(Result row) {
    Optional<ResourceHead> head = ResourceRow.current(row).filter(h -> !h.deleted());
    return head.isEmpty() || add(entry(head.get()));
  }

  private static Map<String, @Nullable Object> entry(ResourceHead head) {
    Map<String, @Nullable Object> entry = entry(head.id().toString(), head.id(), head.version());
    entry.put("key", head.key().toString());
    return entry;
  }
}
