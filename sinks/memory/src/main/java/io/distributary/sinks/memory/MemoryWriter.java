package io.distributary.sinks.memory;

import io.distributary.sink.Correction;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes batches under the version guard, and corrections without it.
 *
 * @param largest resource that is taken, in bytes
 */
record MemoryWriter(MemorySchema schema, MemoryProjection projection, int largest) {
  WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
    MemoryTable table = schema.open();
    List<Outcome> outcomes = new ArrayList<>(batch.size());
    for (Projected<MemoryDocument> item : batch) {
      outcomes.add(put(item.value(), table));
    }
    return new WriteResult(outcomes);
  }

  private Outcome put(MemoryDocument document, MemoryTable table) {
    if (document.json().length > largest) {
      return Outcome.reject(MemoryErrors.TOO_LARGE.reason());
    }
    return table.put(document, projection.keepsHistory()) ? Outcome.APPLIED : Outcome.STALE;
  }

  WriteResult repair(List<Correction<MemoryDocument>> corrections) throws SinkException {
    MemoryTable table = schema.open();
    List<Outcome> outcomes = new ArrayList<>(corrections.size());
    for (Correction<MemoryDocument> correction : corrections) {
      outcomes.add(repair(table, correction) ? Outcome.APPLIED : Outcome.STALE);
    }
    return new WriteResult(outcomes);
  }

  private boolean repair(MemoryTable table, Correction<MemoryDocument> correction) {
    String name = correction.name();
    return table.replace(
        name,
        held -> held.map(document -> projection.entry(name, document)).equals(correction.found()),
        correction.right().stream().map(Projected::value).toList());
  }
}
