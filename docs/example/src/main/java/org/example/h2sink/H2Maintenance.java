package org.example.h2sink;

import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Says what the table holds, and removes it. */
final class H2Maintenance implements Maintenance {

  private final H2Store store;

  H2Maintenance(H2Store store) {
    this.store = store;
  }

  @Override
  public long count(ReadContext context) throws SinkException {
    return store.read(connection -> store.table().countLive(connection, context));
  }

  @Override
  public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
    store.read(
        connection -> {
          Optional<H2Row> row = store.table().next(connection, "", context);
          while (row.isPresent() && visitor.visit(row.get().entry())) {
            row = store.table().next(connection, row.get().name(), context);
          }
          return null;
        });
  }

  @Override
  public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
      throws SinkException {
    return store.read(
        connection -> {
          Map<String, ViewEntry> found = new HashMap<>();
          for (String name : names) {
            Optional<H2Row> row = store.table().newest(connection, name, context);
            if (row.isPresent()) {
              found.put(name, row.get().entry());
            }
          }
          return found;
        });
  }

  @Override
  public void drop() throws SinkException {
    store.drop();
  }
}
