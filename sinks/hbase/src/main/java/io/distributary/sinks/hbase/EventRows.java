package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.BODY;
import static io.distributary.sinks.hbase.HBaseSchema.DATE;
import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;
import static io.distributary.sinks.hbase.HBaseSchema.HEAD;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ResourceHead;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.hbase.client.Put;

/** The one place that says which cells an event leaves in each table. */
final class EventRows {
  private static final byte[] VOID = {};

  private final RowKeys keys;

  EventRows(RowKeys keys) {
    this.keys = keys;
  }

  Optional<Put> row(ViewTable table, ChartEntry entry) {
    return switch (table) {
      case CHARTS -> Optional.of(chart(entry));
      case RESOURCES -> Optional.of(resource(entry));
      case TIMELINE -> timeline(entry);
    };
  }

  private Put chart(ChartEntry entry) {
    long version = entry.version().value();
    return new Put(keys.chart(entry.key(), entry.id()))
        .addColumn(FAMILY, BODY, version, entry.body())
        .addColumn(FAMILY, HEAD, version, entry.head().encode());
  }

  private static Put resource(ChartEntry entry) {
    return new Put(RowKeys.resource(entry.id()))
        .addColumn(
            FAMILY,
            RowKeys.bytes(entry.key().toString()),
            entry.version().value(),
            entry.head().encode());
  }

  private Optional<Put> timeline(ChartEntry entry) {
    return entry
        .date()
        .map(
            date ->
                new Put(keys.timeline(entry.key(), date.earliest(), entry.id()))
                    .addColumn(FAMILY, DATE, entry.version().value(), RowKeys.bytes(date.text())));
  }

  /** The marks of a resource that has had several keys: every version's, in the other rows. */
  List<Put> marks(Collection<ResourceHead> versions) {
    Set<ResourceId> all = versions.stream().map(ResourceHead::key).collect(Collectors.toSet());
    return versions.stream()
        .flatMap(v -> marks(v.id(), v.key(), v.version(), all).stream())
        .toList();
  }

  /** One version's marks, in the rows of the other keys. */
  List<Put> marks(ResourceId id, ResourceId key, Version version, Set<ResourceId> all) {
    return all.stream()
        .filter(other -> !other.equals(key))
        .map(other -> mark(other, id, version))
        .toList();
  }

  private Put mark(ResourceId key, ResourceId id, Version version) {
    long timestamp = version.value();
    return new Put(keys.chart(key, id))
        .addColumn(FAMILY, BODY, timestamp, VOID)
        .addColumn(FAMILY, HEAD, timestamp, CellHead.moved().encode());
  }
}
