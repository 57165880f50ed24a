package io.distributary.sinks.memory;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Reason;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A right sink over a store that refuses resources in one language. */
final class Picky extends Altered {
  static final Reason REFUSED = new Reason("language-refused", "The store refuses the language.");
  private static final String LANGUAGE = "x-refused";

  Picky(Parts right, MemoryTable table) {
    super(right, table);
  }

  static Event refusable(Event event) {
    Map<String, Object> tree = new LinkedHashMap<>(event.resource().tree());
    tree.put("language", LANGUAGE);
    try {
      return new Event(
          event.change(),
          event.key(),
          event.version(),
          event.appended(),
          event.source(),
          Resource.of(tree));
    } catch (InvalidResourceException e) {
      throw new AssertionError(e);
    }
  }

  static boolean refuses(Projected<MemoryDocument> item) {
    return item.event().resource().text("language").filter(LANGUAGE::equals).isPresent();
  }

  @Override
  public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
    List<Outcome> outcomes =
        new ArrayList<>(
            right.write(batch.stream().filter(item -> !refuses(item)).toList()).outcomes());
    for (int i = 0; i < batch.size(); i++) {
      if (refuses(batch.get(i))) {
        outcomes.add(i, Outcome.reject(REFUSED));
      }
    }
    return WriteResult.of(outcomes);
  }
}
