package io.distributary.gateway.fhir;

import io.distributary.gateway.write.Rejection;
import io.distributary.gateway.write.Write;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.util.Optional;

/** What is to be done for one entry of a batch. */
public sealed interface BatchStep {
  /** It is handed to the log. */
  record Writing(Write write) implements BatchStep {}

  /**
   * It is read, after all writes were appended.
   *
   * @param version the current one when empty
   * @param content whether the resource itself is wanted (GET), or what a HEAD answers
   */
  record Reading(ResourceId id, Optional<Version> version, boolean content) implements BatchStep {}

  /** It is not done. */
  record Rejected(Rejection refusal) implements BatchStep {}
}
