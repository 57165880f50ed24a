package io.distributary.sinks.memory;

import io.distributary.schemas.Reason;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import io.distributary.sinks.memory.Altered.Alteration;
import java.util.ArrayList;
import java.util.List;

/** Sinks that tell what they hold. */
final class BrokenSecrecy {
  private BrokenSecrecy() {}

  static Alteration logsWhatItDidNotExpect() {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
            batch.stream()
                .filter(item -> item.id().type().equals("Patient"))
                .flatMap(item -> item.event().resource().values("valueQuantity"))
                .forEach(value -> System.err.println("Unexpected in a Patient: " + value));
            return right.write(batch);
          }
        };
  }

  static Alteration showsWhatItWroteLast() {
    return (right, table) ->
        new Altered(right, table) {
          private String last = "";

          @Override
          public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
            last = batch.isEmpty() ? "" : batch.get(0).event().resource().tree().toString();
            return right.write(batch);
          }

          @Override
          public String toString() {
            return last;
          }
        };
  }

  static Alteration echoesContentInARefusal() {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
            List<Outcome> outcomes = new ArrayList<>(right.write(batch).outcomes());
            for (int i = 0; i < batch.size(); i++) {
              if (Picky.refuses(batch.get(i))) {
                String content = batch.get(i).event().resource().tree().toString();
                outcomes.set(i, Outcome.reject(new Reason("refused-by-driver", content)));
              }
            }
            return WriteResult.of(outcomes);
          }
        };
  }

  static Alteration echoesContentInAnException() {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
            try {
              return right.write(batch);
            } catch (SinkException e) {
              String content = batch.get(0).event().resource().tree().toString();
              throw new IllegalStateException("cannot write " + content, e);
            }
          }
        };
  }
}
