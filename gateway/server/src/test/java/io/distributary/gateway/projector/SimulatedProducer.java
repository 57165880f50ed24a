package io.distributary.gateway.projector;

import io.distributary.gateway.log.Polled;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.schemas.fhir.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Appends real records to a {@link SimulatedLog}: updates, deletions, poison, markers. */
final class SimulatedProducer {
  private static final String UNKNOWN_TYPE = "io.example.something.else";

  private final Simulation world;
  private final ResourceId hot;
  private final ViewWriter<?> writer;
  private int appended;

  SimulatedProducer(Simulation world) {
    this.world = world;
    this.hot = resource();
    SimulatedStore store = world.views().get(0).live().store();
    this.writer = ViewWriter.of(store.projection(), store, EventCodec::decode);
  }

  /** Some events are there from the beginning, the others come until the troubles end. */
  void begin() {
    long until = world.schedule().troubled().toMillis();
    for (int i = 0; i < world.schedule().events(); i++) {
      world.after(world.flip(0.3) ? 0 : world.between(0, until), this::append);
    }
  }

  boolean isDone() {
    return appended == world.schedule().events();
  }

  private void append() {
    appended++;
    ResourceId id = world.strikes(Fault.HOT_RESOURCE) ? hot : resource();
    int number = world.log().partitionOf(id);
    SimulatedLog.Partition partition = world.log().partition(number);
    if (world.flip(0.05)) {
      appendMarker(number, partition);
    }
    StreamRecord record = record(id, number, partition.end());
    long bytes = world.flip(0.1) ? world.between(1 << 20, 4 << 20) : 1_000;
    partition.add(
        new SimulatedLog.Entry(
            record.version(), partition.leaderEpoch(), Optional.of(prepared(record)), bytes));
    world.note(() -> "appended " + record + " " + id);
    world.revisions().forEach(revision -> revision.group().wake());
  }

  private Work prepared(StreamRecord record) {
    return writer.prepare(new Polled(List.of(record), Map.of())).work().get(0);
  }

  private void appendMarker(int number, SimulatedLog.Partition partition) {
    StreamRecord marker =
        new StreamRecord(0, number, partition.end(), Instant.EPOCH, null, List.of(), null);
    partition.add(
        new SimulatedLog.Entry(marker.version(), partition.leaderEpoch(), Optional.empty(), 0));
  }

  private ResourceId resource() {
    String type = world.flip(0.1) ? SimulatedStore.UNWANTED : "Patient";
    return new ResourceId(type, "p" + world.below(world.schedule().resources()));
  }

  private StreamRecord record(ResourceId id, int partition, long offset) {
    EncodedEvent event = event(id);
    byte[] value = event.value();
    if (world.strikes(Fault.POISON_FOR_ALL)) {
      value = Arrays.copyOf(value, value.length - 1);
    }
    return new StreamRecord(
        0,
        partition,
        offset,
        Instant.ofEpochMilli(world.now()),
        event.key(),
        world.strikes(Fault.UNKNOWN_EVENT) ? ofUnknownType(event.headers()) : event.headers(),
        value);
  }

  private EncodedEvent event(ResourceId id) {
    boolean deletes = world.flip(0.2);
    EncodedEvent event =
        EventCodec.encode(
            deletes ? Change.DELETED : Change.UPDATED,
            "event-" + appended,
            "urn:simulation",
            id,
            Resource.tombstone(id));
    return deletes ? event : new EncodedEvent(event.key(), event.headers(), updated(id));
  }

  private byte[] updated(ResourceId id) {
    return ("{\"resourceType\":\""
            + id.type()
            + "\",\"id\":\""
            + id.id()
            + "\",\"status\":\""
            + poison()
            + "\",\"serial\":\""
            + appended
            + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private SimulatedStore.Poison poison() {
    if (world.strikes(Fault.POISON_FOR_PROJECTION)) {
      return SimulatedStore.Poison.FOR_PROJECTION;
    }
    if (world.strikes(Fault.POISON_FOR_STORE)) {
      return SimulatedStore.Poison.FOR_STORE;
    }
    return world.strikes(Fault.POISON_FOR_ITS_BATCH)
        ? SimulatedStore.Poison.FOR_ITS_BATCH
        : SimulatedStore.Poison.NONE;
  }

  private static List<StreamRecord.Header> ofUnknownType(List<StreamRecord.Header> headers) {
    byte[] unknown = UNKNOWN_TYPE.getBytes(StandardCharsets.UTF_8);
    return headers.stream()
        .map(
            header ->
                header.name().equals("ce_type")
                    ? new StreamRecord.Header("ce_type", unknown)
                    : header)
        .toList();
  }
}
