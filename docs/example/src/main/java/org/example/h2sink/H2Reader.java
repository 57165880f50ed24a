package org.example.h2sink;

import io.distributary.schemas.Position;
import io.distributary.schemas.ResourceId;
import io.distributary.sink.ChartReader;
import io.distributary.sink.Cursor;
import io.distributary.sink.InvalidCursorException;
import io.distributary.sink.ReadContext;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.TypeReader;
import io.distributary.sink.Visitor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads single resources, charts and types, now or as of a position. */
final class H2Reader implements ResourceReader, ChartReader, TypeReader {

  private final H2Store store;

  H2Reader(H2Store store) {
    this.store = store;
  }

  @Override
  public Optional<StoredResource> read(ResourceId id, ReadContext context) throws SinkException {
    return store.read(
        connection -> {
          Optional<H2Row> row = row(connection, Names.of(id), context);
          return row.isEmpty()
              ? Optional.empty()
              : Optional.of(Bodies.need(row.get(), new Memory(context.reservation())));
        });
  }

  @Override
  public void readAll(
      Collection<ResourceId> ids, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    store.read(
        connection -> {
          Memory memory = new Memory(context.reservation());
          for (ResourceId id : ids) {
            Optional<H2Row> row = row(connection, Names.of(id), context);
            if (row.isPresent() && !visit(row.get(), memory, visitor)) {
              return null;
            }
          }
          return null;
        });
  }

  private static boolean visit(H2Row row, Memory memory, Visitor<StoredResource> visitor)
      throws SQLException, SinkException {
    Optional<StoredResource> resource = Bodies.read(row, memory);
    boolean more = resource.isEmpty() || visitor.visit(resource.get());
    memory.giveBack();
    return more;
  }

  @Override
  public Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
      throws SinkException {
    return store.read(
        connection -> {
          Map<ResourceId, ResourceHead> heads = new HashMap<>();
          for (ResourceId id : ids) {
            store
                .table()
                .newest(connection, Names.of(id), context)
                .flatMap(H2Row::head)
                .ifPresent(head -> heads.put(id, head));
          }
          return heads;
        });
  }

  @Override
  public Optional<Cursor> chart(
      ResourceId key, Cursor from, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    String start = place(key, from);
    return store.read(connection -> chart(connection, key, start, context, visitor));
  }

  private Optional<Cursor> chart(
      Connection connection,
      ResourceId key,
      String start,
      ReadContext context,
      Visitor<StoredResource> visitor)
      throws SQLException, SinkException {
    Memory memory = new Memory(context.reservation());
    String owner = Names.of(key);
    String last = start;
    boolean wanted = true;
    Optional<String> name = store.table().nextOwned(connection, owner, start, context);
    while (name.isPresent()) {
      Optional<H2Row> row =
          row(connection, name.get(), context).filter(r -> !r.deleted() && r.isOwnedBy(key));
      Optional<StoredResource> resource =
          row.isPresent() ? Bodies.read(row.get(), memory) : Optional.empty();
      if (resource.isPresent() && !wanted) {
        memory.giveBack();
        return Optional.of(cursor(key, last));
      }
      if (resource.isPresent()) {
        wanted = visitor.visit(resource.get());
        last = name.get();
      }
      memory.giveBack();
      name = store.table().nextOwned(connection, owner, name.get(), context);
    }
    return Optional.empty();
  }

  private static Cursor cursor(ResourceId key, String last) {
    return new Cursor(Names.of(key) + " " + last);
  }

  /** The name that a cursor for the key says. */
  private static String place(ResourceId key, Cursor from) throws InvalidCursorException {
    if (from.isStart()) {
      return "";
    }
    String prefix = Names.of(key) + " ";
    if (!from.text().startsWith(prefix)) {
      throw new InvalidCursorException();
    }
    String name = from.text().substring(prefix.length());
    if (ResourceId.tryParse(name).isEmpty()) {
      throw new InvalidCursorException();
    }
    return name;
  }

  @Override
  public void type(String type, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    store.read(
        connection -> {
          Memory memory = new Memory(context.reservation());
          String end = Names.end(type);
          Optional<H2Row> row =
              store.table().next(connection, Names.first(type), end, context);
          while (row.isPresent()
              && (row.get().deleted() || visit(row.get(), memory, visitor))) {
            row = store.table().next(connection, row.get().name(), end, context);
          }
          return null;
        });
  }

  /** The newest row of a name, or the newest that a position includes. */
  private Optional<H2Row> row(Connection connection, String name, ReadContext context)
      throws SQLException, SinkException {
    Optional<H2Row> row = store.table().newest(connection, name, context);
    while (row.isPresent() && !isIncluded(row.get(), context.asOf())) {
      row = store.table().below(connection, name, row.get().stored(), context);
    }
    return row;
  }

  private static boolean isIncluded(H2Row row, Optional<Position> asOf) {
    return asOf.isEmpty() || row.version().map(asOf.get()::includes).orElse(false);
  }
}
