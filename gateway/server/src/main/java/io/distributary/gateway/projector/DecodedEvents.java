package io.distributary.gateway.projector;

import io.distributary.schemas.event.Decoded;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.StreamRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes events for all views of a gateway. The newest ones, up to 16 MiB as they weigh in memory,
 * are kept, so that views that are at the same place decode each event once. Only an event beyond
 * all that were kept of its partition is taken in: a view that is behind decodes for itself and
 * displaces nothing. For several threads.
 */
public final class DecodedEvents {
  static final long MOST_BYTES = 16L << 20;

  private final Map<Place, Slot> slots = new LinkedHashMap<>();
  private final Map<Integer, Long> newest = new HashMap<>();
  private final Counter decoded;
  private long held;

  public DecodedEvents(MeterRegistry meters) {
    this.decoded =
        Counter.builder("distributary.events.decoded")
            .description("How often an event was decoded: once for all views that are as far")
            .register(meters);
  }

  private record Place(int partition, long offset) {}

  /** As {@link EventCodec#decode} does it. */
  public Decoded decode(StreamRecord record) {
    Slot slot = slot(record);
    return slot == null || !slot.isOf(record) ? decodeNow(record) : slot.decoded();
  }

  private Decoded decodeNow(StreamRecord record) {
    decoded.increment();
    return EventCodec.decode(record);
  }

  private synchronized @Nullable Slot slot(StreamRecord record) {
    Place place = new Place(record.partition(), record.offset());
    Slot known = slots.get(place);
    if (known == null && record.offset() > newest.getOrDefault(record.partition(), -1L)) {
      known = new Slot(record);
      slots.put(place, known);
      newest.put(record.partition(), record.offset());
      held += known.bytes();
      displaceOldest();
    }
    return known;
  }

  private void displaceOldest() {
    Iterator<Slot> oldest = slots.values().iterator();
    while (held > MOST_BYTES) {
      held -= oldest.next().bytes();
      oldest.remove();
    }
  }

  /** What the events that are kept weigh. */
  synchronized long held() {
    return held;
  }

  /** An event that is decoded by whoever asks first; the others wait for it. */
  private final class Slot {
    private final StreamRecord record;
    private @Nullable Decoded result;

    Slot(StreamRecord record) {
      this.record = record;
    }

    long bytes() {
      return ViewWriter.WEIGHT * record.size();
    }

    synchronized Decoded decoded() {
      Decoded known = result == null ? decodeNow(record) : result;
      result = known;
      return known;
    }

    /** Whether it is the same record: a log that has lost its end has others at its places. */
    boolean isOf(StreamRecord other) {
      return record == other
          || (record.appended().equals(other.appended())
              && Arrays.equals(record.key(), other.key())
              && Arrays.equals(record.value(), other.value())
              && areAlike(record.headers(), other.headers()));
    }

    private static boolean areAlike(
        List<StreamRecord.Header> some, List<StreamRecord.Header> others) {
      boolean alike = some.size() == others.size();
      for (int i = 0; alike && i < some.size(); i++) {
        alike =
            some.get(i).name().equals(others.get(i).name())
                && Arrays.equals(some.get(i).value(), others.get(i).value());
      }
      return alike;
    }
  }
}
