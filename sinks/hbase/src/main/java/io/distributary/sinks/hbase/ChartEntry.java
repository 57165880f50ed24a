package io.distributary.sinks.hbase;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.fhir.ClinicalDate;
import java.util.Optional;

/**
 * What is written for an event.
 *
 * @param body the resource's bytes, empty for a tombstone; not to be changed
 * @param date where the timeline puts it; none for a tombstone
 */
record ChartEntry(
    ResourceId key,
    ResourceId id,
    Version version,
    CellHead head,
    byte[] body,
    Optional<ClinicalDate> date) {
  /** Id and version only. */
  @Override
  public String toString() {
    return id + " " + version;
  }
}
