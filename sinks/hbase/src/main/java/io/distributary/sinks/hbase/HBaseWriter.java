package io.distributary.sinks.hbase;

import io.distributary.sink.Action;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkWriter;
import io.distributary.sink.WriteResult;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hbase.client.Put;

/**
 * Writes batches: {@code charts} first, then {@code resources} and {@code timeline}, one call each;
 * so whoever finds a resource by the other two finds it in {@code charts}. Each cell lies at its
 * version, so every event is applied, the older ones as history; nothing is ever stale.
 */
final class HBaseWriter implements SinkWriter<ChartEntry> {
  private final HBaseTables tables;
  private final EventRows rows;
  private final MovedRows moved;

  HBaseWriter(HBaseTables tables) {
    this.tables = tables;
    this.rows = new EventRows(tables.keys());
    this.moved = new MovedRows(tables);
  }

  @Override
  public WriteResult write(List<Projected<ChartEntry>> projected) throws SinkException {
    List<ChartEntry> batch = projected.stream().map(Projected::value).toList();
    Outcome[] outcomes = new Outcome[batch.size()];
    Arrays.fill(outcomes, Outcome.APPLIED);
    for (ViewTable table : ViewTable.values()) {
      put(table, batch, outcomes);
    }
    moved.mark(batch);
    return WriteResult.of(List.of(outcomes));
  }

  /** Writes what is not refused yet, and notes what is now. */
  private void put(ViewTable table, List<ChartEntry> batch, Outcome[] outcomes)
      throws SinkException {
    List<Integer> places = new ArrayList<>();
    List<Put> puts = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Optional<Put> put =
          outcomes[i].equals(Outcome.APPLIED) ? rows.row(table, batch.get(i)) : Optional.empty();
      if (put.isPresent()) {
        places.add(i);
        puts.add(put.get());
      }
    }
    if (puts.isEmpty()) {
      return;
    }
    Object[] results = tables.write(table, puts);
    for (int i = 0; i < results.length; i++) {
      if (results[i] instanceof Throwable failure) {
        outcomes[places.get(i)] = HBaseErrors.of(failure).outcome();
      }
    }
    failWhenAllMustWait(outcomes);
  }

  /** A store that takes nothing is the batch's trouble, not each event's. */
  private static void failWhenAllMustWait(Outcome[] outcomes) throws SinkException {
    boolean all =
        Arrays.stream(outcomes)
            .allMatch(o -> o instanceof Outcome.Failed r && r.action() == Action.RETRY);
    if (all && outcomes[0] instanceof Outcome.Failed first) {
      throw first.failure().exception();
    }
  }
}
