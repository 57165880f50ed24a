package io.distributary.gateway.write;

import io.distributary.gateway.log.Appended;
import io.distributary.schemas.ResourceId;
import java.util.Optional;

/** What became of a {@link Write}. */
public sealed interface WriteOutcome {
  /**
   * The log has the content.
   *
   * @param created whether the resource is known not to have been there before
   */
  record Stored(Write.Put write, Appended appended, boolean created) implements WriteOutcome {}

  /**
   * The resource is deleted.
   *
   * @param appended empty when it was deleted before, so that nothing was written
   */
  record Deleted(ResourceId id, Optional<Appended> appended) implements WriteOutcome {}

  /** Nothing is known to have been written. */
  record NotWritten(Rejection refusal) implements WriteOutcome {}
}
