package io.distributary.sinks.memory;

import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.util.ArrayList;
import java.util.List;

/** Writes batches under the version guard. */
record MemoryWriter(MemorySchema schema, boolean keepsHistory) {
  WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
    MemoryTable table = schema.open();
    List<Outcome> outcomes = new ArrayList<>(batch.size());
    for (Projected<MemoryDocument> item : batch) {
      outcomes.add(table.put(item.value(), keepsHistory) ? Outcome.APPLIED : Outcome.STALE);
    }
    return new WriteResult(outcomes);
  }
}
