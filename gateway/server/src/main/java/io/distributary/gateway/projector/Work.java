package io.distributary.gateway.projector;

import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Projected;
import java.util.Optional;

/** What a record of the stream means for one view. */
sealed interface Work {
  Version version();

  /** An event to be written. */
  record Apply(Projected<?> projected) implements Work {
    @Override
    public Version version() {
      return projected.version();
    }

    ResourceId id() {
      return projected.id();
    }

    boolean deletes() {
      return projected.event().deleted();
    }
  }

  /** Nothing to write: of a type unknown to us, or of no use to this view. */
  record Skip(Version version) implements Work {}

  /** Not an event that this view can hold. */
  record Reject(Version version, Optional<ResourceId> subject, Reason reason) implements Work {}
}
