package org.example.h2sink;

import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkWriter;
import io.distributary.sink.WriteResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Adds versions that are not there yet; none ever takes the place of another. */
final class H2Writer implements SinkWriter<H2Content> {

  private final H2Store store;

  H2Writer(H2Store store) {
    this.store = store;
  }

  @Override
  public WriteResult write(List<Projected<H2Content>> batch) throws SinkException {
    return store.change(
        connection -> {
          List<Outcome> outcomes = new ArrayList<>(batch.size());
          for (Projected<H2Content> event : batch) {
            outcomes.add(write(connection, event));
          }
          return WriteResult.of(outcomes);
        });
  }

  private Outcome write(Connection connection, Projected<H2Content> event)
      throws SQLException, SinkException {
    if (store.table().has(connection, event.id(), event.version())) {
      return Outcome.STALE;
    }
    try {
      store
          .table()
          .insert(connection, event.value(), event.version(), event.event().appended());
      return Outcome.APPLIED;
    } catch (SQLException e) {
      Failure failure = H2Errors.of(e);
      if (failure.action() == Action.REJECT) {
        return failure.outcome();
      }
      throw e;
    }
  }
}
