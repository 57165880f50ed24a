package io.distributary.gateway.write;

import io.distributary.schemas.ResourceId;
import io.distributary.sink.ResourceHead;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the resources that a batch writes: what a view said before, and what the batch
 * itself has done since.
 */
final class ResourceStates {
  /**
   * @param key where the resource's events lie
   */
  record ResourceState(ResourceId key, boolean deleted) {}

  private final Map<ResourceId, ResourceState> states = new HashMap<>();
  private final boolean asked;
  private final boolean complete;

  /**
   * @param heads what a view said; null when none did
   * @param complete whether the view had everything that was in the log when the batch came
   */
  ResourceStates(@Nullable Map<ResourceId, ResourceHead> heads, boolean complete) {
    this.asked = heads != null;
    this.complete = complete;
    if (heads != null) {
      heads.forEach((id, head) -> states.put(id, new ResourceState(head.key(), head.deleted())));
    }
  }

  /** Empty when nothing is known, not even that the resource is not there. */
  Optional<ResourceState> of(ResourceId id) {
    return Optional.ofNullable(states.get(id));
  }

  /** Whether a resource without a state is surely not there. */
  boolean isComplete() {
    return complete;
  }

  /** Whether a write of this resource makes it: it was not there, or deleted. */
  boolean creates(Write.Put put) {
    return put.assigned() || asked && of(put.id()).map(ResourceState::deleted).orElse(true);
  }

  void put(ResourceId id, ResourceId key, boolean deleted) {
    states.put(id, new ResourceState(key, deleted));
  }
}
