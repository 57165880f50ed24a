package io.distributary.sinks.hbase;

import io.distributary.schemas.Position;
import io.distributary.schemas.ResourceId;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was there when the stream ended at a position: of each resource the greatest version below
 * it. Versions of two partitions, or of two generations, say nothing about positions, so versions
 * are read and picked; no time range finds them.
 */
final class PastRows {
  /** Rows of a chart that are worked on together. */
  private static final int TOGETHER = 100;

  private final HBaseTables tables;
  private final Bodies bodies;

  PastRows(HBaseTables tables) {
    this.tables = tables;
    this.bodies = new Bodies(tables);
  }

  /** The resource's version then, without its body; empty when it had none. */
  Optional<ChartRow> head(ResourceId id, Position position, ReadContext context)
      throws SinkException {
    VersionPages pages = new VersionPages(tables, ResourceRow.get(id));
    for (List<ChartRow> page = pages.next(context); !page.isEmpty(); page = pages.next(context)) {
      Optional<ChartRow> then =
          page.stream().filter(version -> position.includes(version.version())).findFirst();
      if (then.isPresent()) {
        return then;
      }
    }
    return Optional.empty();
  }

  /** What was live under a key then, in the order of the rows. */
  void chart(
      ResourceId key,
      RowRange range,
      Position position,
      ReadContext context,
      Visitor<StoredResource> visitor)
      throws SinkException {
    Past past = new Past(key, position, context, visitor);
    tables.scan(
        ViewTable.CHARTS,
        List.of(range),
        ChartRow.heads(),
        context,
        result -> past.takes(ChartRow.ofKey(key, result)));
    past.flush();
  }

  /** A chart that is handed over some rows at a time. */
  private final class Past {
    private final ResourceId key;
    private final Position position;
    private final ReadContext context;
    private final Visitor<StoredResource> visitor;
    private final List<ChartRow> rows = new ArrayList<>();

    Past(ResourceId key, Position position, ReadContext context, Visitor<StoredResource> visitor) {
      this.key = key;
      this.position = position;
      this.context = context;
      this.visitor = visitor;
    }

    boolean takes(Optional<ChartRow> row) throws SinkException {
      row.ifPresent(rows::add);
      return rows.size() < TOGETHER || flush();
    }

    /**
     * @return whether more is wanted
     */
    boolean flush() throws SinkException {
      List<ChartRow> then = new ArrayList<>();
      for (ChartRow row : rows) {
        here(row).filter(ChartRow::live).ifPresent(then::add);
      }
      rows.clear();
      return bodies.visit(then, context, version -> visitor.visit(version.stored()));
    }

    /** What most rows hold has not changed since, and needs no other look. */
    private Optional<ChartRow> here(ChartRow newest) throws SinkException {
      return position.includes(newest.version())
          ? Optional.of(newest)
          : head(newest.id(), position, context).filter(then -> then.key().equals(key));
    }
  }
}
