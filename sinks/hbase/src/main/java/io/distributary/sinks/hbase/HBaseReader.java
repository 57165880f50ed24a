package io.distributary.sinks.hbase;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ChartReader;
import io.distributary.sink.Cursor;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.InvalidCursorException;
import io.distributary.sink.ReadContext;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;

/**
 * A resource by {@code resources} and one cell of {@code charts}; a chart by one scan. As of a
 * position: by the versions that {@code resources} names, the newest first.
 */
final class HBaseReader implements ResourceReader, ChartReader, HistoryReader {
  private final HBaseTables tables;
  private final Bodies bodies;
  private final PastRows past;

  HBaseReader(HBaseTables tables) {
    this.tables = tables;
    this.bodies = new Bodies(tables);
    this.past = new PastRows(tables);
  }

  @Override
  public Optional<StoredResource> read(ResourceId id, ReadContext context) throws SinkException {
    return stored(
        context.asOf().isPresent()
            ? past.head(id, context.asOf().get(), context)
            : newest(ResourceRow.get(id), context),
        context);
  }

  private Optional<ChartRow> newest(Get resource, ReadContext context) throws SinkException {
    return ResourceRow.newest(tables.get(ViewTable.RESOURCES, List.of(resource), context)[0]);
  }

  private Optional<StoredResource> stored(Optional<ChartRow> head, ReadContext context)
      throws SinkException {
    return head.isEmpty()
        ? Optional.empty()
        : bodies.one(head.get(), context).map(ChartRow::stored);
  }

  @Override
  public void readAll(
      Collection<ResourceId> ids, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    List<ChartRow> found = new ArrayList<>();
    if (context.asOf().isPresent()) {
      for (ResourceId id : ids) {
        past.head(id, context.asOf().get(), context).ifPresent(found::add);
      }
    } else {
      List<Get> gets = ids.stream().map(ResourceRow::get).toList();
      for (Result row : tables.get(ViewTable.RESOURCES, gets, context)) {
        ResourceRow.newest(row).ifPresent(found::add);
      }
    }
    bodies.visit(found, context, version -> visitor.visit(version.stored()));
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
  public Optional<Cursor> chart(
      ResourceId key, Cursor from, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    RowRange range = behind(key, from);
    Stopping stopping = new Stopping(visitor);
    if (context.asOf().isPresent()) {
      past.chart(key, range, context.asOf().get(), context, stopping);
    } else {
      tables.scan(
          ViewTable.CHARTS,
          List.of(range),
          ChartRow.whole(),
          context,
          result -> {
            Optional<ChartRow> row = ChartRow.ofKey(key, result).filter(ChartRow::live);
            return row.isEmpty() || stopping.visit(row.get().stored());
          });
    }
    return stopping.at().map(last -> new Cursor(last.id().toString()));
  }

  private RowRange behind(ResourceId key, Cursor from) throws InvalidCursorException {
    RowRange whole = tables.keys().ofKey(key);
    if (from.isStart()) {
      return whole;
    }
    ResourceId last = ResourceId.tryParse(from.text()).orElseThrow(InvalidCursorException::new);
    return whole.behind(tables.keys().chart(key, last));
  }

  @Override
  public Optional<Cursor> history(
      ResourceId id, Cursor from, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    VersionPages pages = new VersionPages(tables, ResourceRow.get(id), until(from));
    Stopping stopping = new Stopping(visitor);
    List<ChartRow> page = pages.next(context);
    while (!page.isEmpty()
        && bodies.visit(page, context, version -> stopping.visit(version.stored()))) {
      page = pages.next(context);
    }
    return stopping.at().map(last -> new Cursor(last.version().toString()));
  }

  private static long until(Cursor from) throws InvalidCursorException {
    try {
      return from.isStart() ? Long.MAX_VALUE : Version.parse(from.text()).value();
    } catch (IllegalArgumentException e) {
      throw new InvalidCursorException();
    }
  }

  @Override
  public Optional<StoredResource> version(ResourceId id, Version version, ReadContext context)
      throws SinkException {
    Get wanted = ResourceRow.get(id).setTimestamp(version.value());
    return stored(newest(wanted, context), context);
  }

  /** Remembers where its visitor wanted no more. */
  private static final class Stopping implements Visitor<StoredResource> {
    private final Visitor<StoredResource> visitor;
    private Optional<ResourceHead> at = Optional.empty();

    Stopping(Visitor<StoredResource> visitor) {
      this.visitor = visitor;
    }

    @Override
    public boolean visit(StoredResource stored) {
      boolean more = visitor.visit(stored);
      if (!more) {
        at = Optional.of(stored.head());
      }
      return more;
    }

    Optional<ResourceHead> at() {
      return at;
    }
  }
}
