package org.example.h2sink;

import io.distributary.sink.Correction;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkRepair;
import io.distributary.sink.WriteResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the right versions in the place of what is there. */
final class H2Repair implements SinkRepair<H2Content> {

  private final H2Store store;

  H2Repair(H2Store store) {
    this.store = store;
  }

  @Override
  public WriteResult repair(List<Correction<H2Content>> corrections) throws SinkException {
    return store.change(
        connection -> {
          List<Outcome> outcomes = new ArrayList<>(corrections.size());
          for (Correction<H2Content> correction : corrections) {
            outcomes.add(repair(connection, correction));
          }
          return WriteResult.of(outcomes);
        });
  }

  private Outcome repair(Connection connection, Correction<H2Content> correction)
      throws SQLException {
    Optional<H2Row> held = store.table().newest(connection, correction.name());
    if (held.isPresent() != correction.found().isPresent()
        || !correction.isAsFound(held.flatMap(H2Row::version))) {
      return Outcome.STALE;
    }
    store.table().deleteAll(connection, correction.name());
    for (Projected<H2Content> event : correction.right()) {
      store
          .table()
          .insert(connection, event.value(), event.version(), event.event().appended());
    }
    return Outcome.APPLIED;
  }
}
