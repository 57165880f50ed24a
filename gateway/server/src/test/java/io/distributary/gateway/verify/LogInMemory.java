package io.distributary.gateway.verify;

import io.distributary.gateway.log.LogRange;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Position;
import io.distributary.schemas.ResourceId;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A log of several partitions that hands over a few records at a time. */
final class LogInMemory implements LogRange {
  private static final int PIECE = 7;

  final List<StreamRecord> records = new ArrayList<>();
  Runnable beforeRead = () -> {};

  /** The event that a producer would append under this key; its id says which resource it is. */
  Event update(int partition, String key, String name, String content) {
    String[] id = name.split("/");
    String json =
        "{\"resourceType\":\"%s\",\"id\":\"%s\",\"language\":\"%s\"%s}"
            .formatted(
                id[0],
                id[1],
                content,
                key.equals(name) ? "" : ",\"subject\":{\"reference\":\"" + key + "\"}");
    try {
      Resource resource = Resource.parse(json.getBytes(StandardCharsets.UTF_8));
      return append(partition, Change.UPDATED, key, resource);
    } catch (InvalidResourceException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Event update(String name, String content) {
    return update(0, name, name, content);
  }

  Event delete(int partition, String key, String name) {
    return append(partition, Change.DELETED, key, Resource.tombstone(ResourceId.parse(name)));
  }

  Event delete(String name) {
    return delete(0, name, name);
  }

  /** A record that no view can apply. */
  void malformed() {
    records.add(new StreamRecord(0, 0, next(0), Instant.EPOCH, null, List.of(), new byte[] {1}));
  }

  private Event append(int partition, Change change, String key, Resource resource) {
    EncodedEvent encoded =
        EventCodec.encode(change, "id", "urn:test", ResourceId.parse(key), resource);
    StreamRecord record =
        new StreamRecord(
            0,
            partition,
            next(partition),
            Instant.EPOCH,
            encoded.key(),
            encoded.headers(),
            encoded.value());
    records.add(record);
    return event(record).orElseThrow();
  }

  static Optional<Event> event(StreamRecord record) {
    return EventCodec.decode(record) instanceof Decoded.Sound sound
        ? Optional.of(sound.event())
        : Optional.empty();
  }

  private long next(int partition) {
    return records.stream().filter(record -> record.partition() == partition).count();
  }

  @Override
  public Position end() {
    TreeMap<Integer, Long> ends = new TreeMap<>();
    records.forEach(record -> ends.merge(record.partition(), 1L, Long::sum));
    return new Position(0, ends);
  }

  @Override
  public void read(Position from, Position to, Consumer<List<StreamRecord>> visitor) {
    beforeRead.run();
    List<StreamRecord> wanted =
        records.stream()
            .filter(record -> record.offset() >= from.offset(record.partition()))
            .filter(record -> record.offset() < to.offset(record.partition()))
            .toList();
    for (int i = 0; i < wanted.size(); i += PIECE) {
      visitor.accept(wanted.subList(i, Math.min(wanted.size(), i + PIECE)));
    }
    visitor.accept(List.of());
  }

  @Override
  public void follow(Position from, Follower follower) {
    throw new UnsupportedOperationException("A verification follows nothing");
  }

  @Override
  public void close() {}
}
