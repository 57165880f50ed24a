package io.distributary.sinks.hbase;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ChartReader;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.ReadContext;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;

/** A resource by {@code resources} and one cell of {@code charts}; a chart by one scan. */
final class HBaseReader implements ResourceReader, ChartReader, HistoryReader {
  private final HBaseTables tables;
  private final Bodies bodies;

  HBaseReader(HBaseTables tables) {
    this.tables = tables;
    this.bodies = new Bodies(tables);
  }

  @Override
  public Optional<StoredResource> read(ResourceId id, ReadContext context) throws SinkException {
    return newest(ResourceRow.get(id), context);
  }

  private Optional<StoredResource> newest(Get resource, ReadContext context) throws SinkException {
    Result row = tables.get(ViewTable.RESOURCES, List.of(resource), context)[0];
    Optional<ChartRow> head = ResourceRow.newest(row);
    return head.isEmpty()
        ? Optional.empty()
        : bodies.one(head.get(), context).map(ChartRow::stored);
  }

  @Override
  public Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
      throws SinkException {
    List<Get> gets = ids.stream().distinct().map(ResourceRow::get).toList();
    return Arrays.stream(tables.get(ViewTable.RESOURCES, gets, context))
        .flatMap(row -> ResourceRow.current(row).stream())
        .collect(Collectors.toMap(ResourceHead::id, Function.identity()));
  }

  @Override
  public void chart(ResourceId key, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    tables.scan(
        ViewTable.CHARTS,
        List.of(tables.keys().ofKey(key)),
        ChartRow.whole(),
        context,
        result -> {
          Optional<ChartRow> row = ChartRow.ofKey(key, result).filter(ChartRow::live);
          return row.isEmpty() || visitor.visit(row.get().stored());
        });
  }

  @Override
  public void history(ResourceId id, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    VersionPages pages = new VersionPages(tables, ResourceRow.get(id));
    List<ChartRow> page = pages.next(context);
    while (!page.isEmpty()
        && bodies.visit(page, context, version -> visitor.visit(version.stored()))) {
      page = pages.next(context);
    }
  }

  @Override
  public Optional<StoredResource> version(ResourceId id, Version version, ReadContext context)
      throws SinkException {
    return newest(ResourceRow.get(id).setTimestamp(version.value()), context);
  }
}
