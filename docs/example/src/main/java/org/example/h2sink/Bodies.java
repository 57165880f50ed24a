package org.example.h2sink;

import io.distributary.sink.Failure;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import java.sql.SQLException;
import java.util.Optional;

/** Makes resources of rows, and takes the memory for them first. */
final class Bodies {

  private static final Failure UNREADABLE =
      Failure.reject("entry-unreadable", "What the view holds there is not what it was given.");

  private Bodies() {}

  /** The resource or tombstone; empty when the sink did not write the row. */
  static Optional<StoredResource> read(H2Row row, Memory memory)
      throws SQLException, SinkException {
    memory.take(row);
    Optional<ResourceHead> head = row.head();
    Optional<H2Content> content = row.content();
    if (head.isEmpty() || content.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        row.deleted()
            ? StoredResource.tombstone(head.get())
            : StoredResource.of(head.get(), content.get().body()));
  }

  /** The same; it fails when the sink did not write the row. */
  static StoredResource need(H2Row row, Memory memory) throws SQLException, SinkException {
    return read(row, memory).orElseThrow(UNREADABLE::exception);
  }
}
