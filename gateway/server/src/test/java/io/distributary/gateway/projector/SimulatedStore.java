package io.distributary.gateway.projector;

import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.RejectedEventException;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkWriter;
import io.distributary.sink.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A store with the semantics that a sink promises: guarded by version, deletions as tombstones,
 * refusals per event. When and whether it does what it is asked is {@link SimulatedCalls}' matter.
 */
final class SimulatedStore implements SinkWriter<SimulatedStore.Content> {
  /** A type of which the view keeps nothing. */
  static final String UNWANTED = "Device";

  static final Reason UNPROJECTED = new Reason("poison-projection", "Cannot be projected.");
  static final Reason UNSTORED = new Reason("poison-store", "Cannot be stored.");
  static final Reason UNSTORED_IN_BATCH = new Reason("poison-batch", "Refuses its whole batch.");

  private final Simulation world;
  private final boolean keepsHistory;
  private final Oracle oracle;
  private final Map<ResourceId, NavigableMap<Version, Content>> rows = new HashMap<>();

  SimulatedStore(Simulation world, boolean keepsHistory, Oracle oracle) {
    this.world = world;
    this.keepsHistory = keepsHistory;
    this.oracle = oracle;
  }

  /** Whom an event poisons. */
  enum Poison {
    NONE,
    FOR_PROJECTION,
    FOR_STORE,
    FOR_ITS_BATCH
  }

  /** What is written for an event. */
  record Content(boolean deleted, String serial, Poison poison) {
    Optional<Reason> rejection() {
      return switch (poison) {
        case FOR_STORE -> Optional.of(UNSTORED);
        case FOR_ITS_BATCH -> Optional.of(UNSTORED_IN_BATCH);
        case NONE, FOR_PROJECTION -> Optional.empty();
      };
    }
  }

  Projection<Content> projection() {
    return new ContentProjection(keepsHistory);
  }

  private record ContentProjection(boolean keepsHistory) implements Projection<Content> {
    @Override
    public int version() {
      return 1;
    }

    @Override
    public Optional<Content> project(Event event) throws RejectedEventException {
      if (event.id().type().equals(UNWANTED)) {
        return Optional.empty();
      }
      Poison poison = event.resource().text("status").map(Poison::valueOf).orElse(Poison.NONE);
      if (poison == Poison.FOR_PROJECTION) {
        throw new RejectedEventException(UNPROJECTED);
      }
      String serial = event.resource().text("serial").orElse("");
      return Optional.of(new Content(event.deleted(), serial, poison));
    }

    @Override
    public String hash(Content projected) {
      return projected.toString();
    }
  }

  @Override
  public WriteResult write(List<Projected<Content>> batch) throws SinkException {
    if (batch.stream().anyMatch(one -> one.value().poison() == Poison.FOR_ITS_BATCH)) {
      throw new Failure(Action.REJECT, UNSTORED_IN_BATCH).exception();
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Projected<Content> one : batch) {
      outcomes.add(write(one.id(), one.version(), one.value()));
    }
    return WriteResult.of(outcomes);
  }

  private Outcome write(ResourceId id, Version version, Content content) {
    if (content.rejection().isPresent()) {
      return Outcome.reject(content.rejection().get());
    }
    NavigableMap<Version, Content> row = rows.computeIfAbsent(id, unseen -> new TreeMap<>());
    if (!row.isEmpty() && row.lastKey().compareTo(version) > 0) {
      return writeLate(id, version, content, row);
    }
    if (row.containsKey(version)) {
      return Outcome.STALE;
    }
    put(id, version, content, row);
    return Outcome.APPLIED;
  }

  /** The guard: a newer version stays the current one. */
  private Outcome writeLate(
      ResourceId id, Version version, Content content, NavigableMap<Version, Content> row) {
    if (row.lastEntry().getValue().deleted()) {
      world.saw(Fault.LATE_UPDATE_OF_DELETED);
    }
    if (world.is(Sabotage.DROP_THE_GUARD)) {
      row.clear();
      put(id, version, content, row);
    } else if (keepsHistory) {
      row.putIfAbsent(version, content);
    }
    return Outcome.STALE;
  }

  private void put(
      ResourceId id, Version version, Content content, NavigableMap<Version, Content> row) {
    oracle.moved(id, version);
    if (!keepsHistory) {
      row.clear();
    }
    if (world.is(Sabotage.FORGET_TOMBSTONES) && content.deleted()) {
      rows.remove(id);
    } else {
      row.put(version, content);
    }
  }

  /** What it holds of a resource, by version; the last is the current one. */
  NavigableMap<Version, Content> row(ResourceId id) {
    return rows.getOrDefault(id, new TreeMap<>());
  }

  Map<ResourceId, NavigableMap<Version, Content>> rows() {
    return rows;
  }
}
