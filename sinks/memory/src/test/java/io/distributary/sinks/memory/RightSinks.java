package io.distributary.sinks.memory;

import io.distributary.schemas.event.Event;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.RejectedEventException;
import io.distributary.sinks.memory.Altered.Alteration;
import java.util.List;
import java.util.Optional;

/** Sinks that break nothing. */
final class RightSinks {
  private RightSinks() {}

  /** A right sink whose view keeps some types only and answers nothing by id. */
  static Alteration keepsSomeTypesAndIsScannedOnly(List<String> types) {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public Projection<MemoryDocument> projection() {
            return new Selective(right.projection(), types);
          }

          @Override
          public Readers readers() {
            return Readers.none().withNativeQuery(right.readers().nativeQuery().orElseThrow());
          }
        };
  }

  private record Selective(Projection<MemoryDocument> right, List<String> types)
      implements Projection<MemoryDocument> {
    @Override
    public int version() {
      return right.version();
    }

    @Override
    public boolean keepsHistory() {
      return right.keepsHistory();
    }

    @Override
    public Optional<MemoryDocument> project(Event event) throws RejectedEventException {
      return types.contains(event.id().type()) ? right.project(event) : Optional.empty();
    }

    @Override
    public String hash(MemoryDocument projected) {
      return right.hash(projected);
    }
  }

  static Parts unaltered(Parts right, MemoryTable table) {
    return new Altered(right, table);
  }
}
