package io.distributary.sinks.memory;

import io.distributary.sink.Correction;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkRepair;
import io.distributary.sink.WriteResult;
import java.util.ArrayList;
import java.util.List;

/** Makes corrections, each where the table still holds what was found. */
record MemoryRepair(MemorySchema schema) implements SinkRepair<MemoryDocument> {
  @Override
  public WriteResult repair(List<Correction<MemoryDocument>> corrections) throws SinkException {
    MemoryTable table = schema.openForWrites();
    List<Outcome> outcomes = new ArrayList<>(corrections.size());
    for (Correction<MemoryDocument> correction : corrections) {
      outcomes.add(isDone(table, correction) ? Outcome.APPLIED : Outcome.STALE);
    }
    return WriteResult.of(outcomes);
  }

  private boolean isDone(MemoryTable table, Correction<MemoryDocument> correction) {
    return table.replace(
        correction.name(),
        held -> correction.isAsFound(held.map(MemoryDocument::version)),
        correction.right().stream().map(Projected::value).toList());
  }
}
