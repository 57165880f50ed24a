package io.distributary.gateway.match;

import io.distributary.gateway.log.LogRange;
import io.distributary.schemas.Position;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.Decoded;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.schemas.fhir.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One partition in memory, read as followers do. */
final class PatientLog {
  private static final long POLL_MS = 50;

  private final List<StreamRecord> records = new ArrayList<>();
  private int opened;
  private boolean away;

  /** A patient of these names, all born on one day. */
  synchronized Event put(String id, String given, String family) throws Exception {
    String json =
        """
        {"resourceType":"Patient","id":"%s","name":[{"given":["%s"],"family":"%s"}],
         "birthDate":"1980-03-07"}"""
            .formatted(id, given, family);
    return append(Change.UPDATED, Resource.parse(json.getBytes(StandardCharsets.UTF_8)));
  }

  synchronized Event delete(String id) {
    return append(Change.DELETED, Resource.tombstone(new ResourceId("Patient", id)));
  }

  private Event append(Change change, Resource resource) {
    EncodedEvent encoded = EventCodec.encode(change, "id", "urn:test", resource.id(), resource);
    add(encoded.key(), encoded.headers(), encoded.value());
    return ((Decoded.Sound) EventCodec.decode(records.get(records.size() - 1))).event();
  }

  /** A record that nobody can read. */
  synchronized void malformed() {
    add(null, List.of(), new byte[] {1});
  }

  private void add(byte[] key, List<StreamRecord.Header> headers, byte[] value) {
    records.add(new StreamRecord(0, 0, records.size(), Instant.EPOCH, key, headers, value));
    notifyAll();
  }

  synchronized Position end() {
    return records.isEmpty()
        ? Position.start(0)
        : Position.after(Version.of(0, records.size() - 1L, 0));
  }

  /** From now on nothing can be read, or again everything. */
  synchronized void away(boolean isAway) {
    away = isAway;
    notifyAll();
  }

  synchronized int opened() {
    return opened;
  }

  synchronized LogRange open() {
    opened++;
    return new Range();
  }

  private synchronized List<StreamRecord> after(Position from) throws InterruptedException {
    if (away) {
      throw new IllegalStateException("The log is away");
    }
    if (from.covers(end())) {
      wait(POLL_MS);
    }
    return List.copyOf(records.subList((int) from.offset(0), records.size()));
  }

  private final class Range implements LogRange {
    @Override
    public Position end() {
      return PatientLog.this.end();
    }

    @Override
    public void read(Position from, Position to, Consumer<List<StreamRecord>> visitor) {
      throw new UnsupportedOperationException("An index follows");
    }

    @Override
    public void follow(Position from, Follower follower) {
      Position reached = from;
      boolean wanted = true;
      try {
        while (wanted) {
          List<StreamRecord> next = after(reached);
          reached = reached.with(0, reached.offset(0) + next.size());
          wanted = follower.take(next, reached);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {}
  }
}
