package io.distributary.sinks.memory;

import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes batches under the version guard.
 *
 * @param largest resource that is taken, in bytes
 */
record MemoryWriter(MemorySchema schema, boolean keepsHistory, int largest) {
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
      return Outcome.reject(MemoryErrors.TOO_LARGE);
    }
    return table.put(document, keepsHistory) ? Outcome.APPLIED : Outcome.STALE;
  }
}
