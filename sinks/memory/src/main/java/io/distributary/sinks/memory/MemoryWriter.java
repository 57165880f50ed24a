package io.distributary.sinks.memory;

import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkWriter;
import io.distributary.sink.WriteResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes batches under the version guard.
 *
 * @param largest resource that is taken, in bytes
 */
record MemoryWriter(MemorySchema schema, MemoryProjection projection, int largest)
    implements SinkWriter<MemoryDocument> {
  @Override
  public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
    MemoryTable table = schema.openForWrites();
    List<Outcome> outcomes = new ArrayList<>(batch.size());
    for (Projected<MemoryDocument> item : batch) {
      outcomes.add(put(item.value(), table));
    }
    return WriteResult.of(outcomes);
  }

  private Outcome put(MemoryDocument document, MemoryTable table) {
    if (document.json().length > largest) {
      return Outcome.reject(MemoryErrors.TOO_LARGE.reason());
    }
    return table.put(document, projection.keepsHistory()) ? Outcome.APPLIED : Outcome.STALE;
  }
}
