package io.distributary.schemas.event;

import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.util.Optional;

/** What a record turned out to be. */
public sealed interface Decoded {
  /** The record's place in the stream. */
  Version version();

  /** A sound event. */
  record Sound(Event event) implements Decoded {
    @Override
    public Version version() {
      return event.version();
    }
  }

  /**
   * An event of a {@code ce_type} that this version does not know: skipped and counted, not an
   * error.
   */
  record PassedOver(Version version) implements Decoded {}

  /**
   * A record that no view can apply.
   *
   * @param subject the resource it is about, as far as its header or its key tells; a patient's key
   *     does not, as all that is the patient's has it
   */
  record Malformed(Version version, Optional<ResourceId> subject, Reason reason)
      implements Decoded {}
}
