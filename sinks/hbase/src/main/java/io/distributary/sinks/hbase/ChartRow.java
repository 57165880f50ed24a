package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.BODY;
import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;
import static io.distributary.sinks.hbase.HBaseSchema.HEAD;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.StoredResource;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code charts} at the newest of the versions that were read.
 *
 * @param row the row's text without its salt
 * @param body empty when it was not read
 */
record ChartRow(
    String row, ResourceId key, ResourceId id, Version version, CellHead head, byte[] body) {
  private static final byte[] NONE = {};

  /** Reads the heads alone. */
  static Scan heads() {
    return new Scan().addColumn(FAMILY, HEAD);
  }

  /** Reads heads and bodies, as a family: to look for columns takes a server twice the time. */
  static Scan whole() {
    return new Scan().addFamily(FAMILY);
  }

  /** Empty for a row that somebody else wrote: without a head, or named otherwise. */
  static Optional<ChartRow> of(Result result) {
    return of(result, row -> ResourceId.tryParse(RowKeys.keyIn(row)));
  }

  /** The same of a row that is known to be one of a key's. */
  static Optional<ChartRow> ofKey(ResourceId key, Result result) {
    return of(result, row -> Optional.of(key));
  }

  private static Optional<ChartRow> of(
      Result result, Function<String, Optional<ResourceId>> keyIn) {
    if (result.isEmpty()) {
      return Optional.empty();
    }
    Cell head = null;
    Cell body = null;
    for (Cell cell : result.rawCells()) { // of each column the newest comes first
      if (head == null && CellUtil.matchingQualifier(cell, HEAD)) {
        head = cell;
      } else if (body == null && CellUtil.matchingQualifier(cell, BODY)) {
        body = cell;
      }
    }
    return head == null ? Optional.empty() : of(head, body, keyIn);
  }

  private static Optional<ChartRow> of(
      Cell head, @Nullable Cell body, Function<String, Optional<ResourceId>> keyIn) {
    String row = RowKeys.unsalted(head);
    Optional<ResourceId> id = ResourceId.tryParse(RowKeys.idIn(row));
    Optional<ResourceId> key = keyIn.apply(row);
    return id.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ChartRow(
                row,
                key.get(),
                id.get(),
                new Version(head.getTimestamp()),
                CellHead.decode(CellUtil.cloneValue(head)),
                body == null ? NONE : CellUtil.cloneValue(body)));
  }

  /** A version of which the head alone is known. */
  static ChartRow of(ResourceId key, ResourceId id, Version version, CellHead head) {
    return new ChartRow(key.toString() + RowKeys.SEPARATOR + id, key, id, version, head, NONE);
  }

  /** Another version in the same row, without its body. */
  ChartRow at(Version other, CellHead itsHead) {
    return new ChartRow(row, key, id, other, itsHead, NONE);
  }

  ChartRow withBody(byte[] fetched) {
    return new ChartRow(row, key, id, version, head, fetched);
  }

  boolean live() {
    return head.live();
  }

  /** What was written here, if it was this sink that wrote it. */
  ChartEntry entry() {
    return new ChartEntry(key, id, version, head, body, HBaseProjection.date(body));
  }

  String hash() {
    return HBaseProjection.hash(key, head.state(), head.source(), body);
  }

  StoredResource stored() {
    return StoredResource.of(head.of(id, key, version), body);
  }

  /** Row's id and version only. */
  @Override
  public String toString() {
    return id + " " + version;
  }
}
