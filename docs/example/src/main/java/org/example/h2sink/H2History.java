package org.example.h2sink;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Cursor;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.InvalidCursorException;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Reads the versions of a resource. */
final class H2History implements HistoryReader {

  private final H2Store store;

  H2History(H2Store store) {
    this.store = store;
  }

  @Override
  public Optional<Cursor> history(
      ResourceId id, Cursor from, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    Optional<Version> start = place(id, from);
    return store.read(connection -> history(connection, id, start, context, visitor));
  }

  private Optional<Cursor> history(
      Connection connection,
      ResourceId id,
      Optional<Version> start,
      ReadContext context,
      Visitor<StoredResource> visitor)
      throws SQLException, SinkException {
    Memory memory = new Memory(context.reservation());
    Optional<H2Row> row = firstRow(connection, id, start, context);
    Optional<Cursor> stopped = Optional.empty();
    while (row.isPresent()) {
      Optional<StoredResource> resource = Bodies.read(row.get(), memory);
      if (resource.isPresent() && stopped.isPresent()) {
        memory.giveBack();
        return stopped;
      }
      if (resource.isPresent() && !visitor.visit(resource.get())) {
        stopped = Optional.of(cursor(id, resource.get().head().version()));
      }
      memory.giveBack();
      row = store.table().below(connection, Names.of(id), row.get().stored(), context);
    }
    return Optional.empty();
  }

  private Optional<H2Row> firstRow(
      Connection connection, ResourceId id, Optional<Version> start, ReadContext context)
      throws SQLException, SinkException {
    return start.isEmpty()
        ? store.table().newest(connection, Names.of(id), context)
        : store.table().below(connection, Names.of(id), start.get().value(), context);
  }

  @Override
  public Optional<StoredResource> version(ResourceId id, Version version, ReadContext context)
      throws SinkException {
    return store.read(
        connection -> {
          Optional<H2Row> row = store.table().at(connection, Names.of(id), version, context);
          return row.isEmpty()
              ? Optional.empty()
              : Optional.of(Bodies.need(row.get(), new Memory(context.reservation())));
        });
  }

  private static Cursor cursor(ResourceId id, Version last) {
    return new Cursor(Names.of(id) + " " + last);
  }

  private static Optional<Version> place(ResourceId id, Cursor from)
      throws InvalidCursorException {
    if (from.isStart()) {
      return Optional.empty();
    }
    String prefix = Names.of(id) + " ";
    if (!from.text().startsWith(prefix)) {
      throw new InvalidCursorException();
    }
    try {
      return Optional.of(Version.parse(from.text().substring(prefix.length())));
    } catch (IllegalArgumentException e) {
      throw new InvalidCursorException();
    }
  }
}
