package io.distributary.gateway.stream;

import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An event that a view refused: a pointer into the log, never the payload.
 *
 * @param subject the resource, as far as it is known
 * @param at when it was refused
 * @param superseded whether the view has applied a newer version of the resource since
 */
public record DeadLetter(
    String view,
    int revision,
    Version version,
    Optional<ResourceId> subject,
    Reason reason,
    Instant at,
    boolean superseded) {

  /** Safe in a URL: {@code document.r1.3.4711}, the last two being partition and offset. */
  public String id() {
    return view + ".r" + revision + "." + version.partition() + "." + version.offset();
  }

  /** {@code partition@offset}. */
  public String position() {
    return version.partition() + "@" + version.offset();
  }

  /** Whether it still concerns one of the resources in a view. */
  boolean isOpen(String inView, Set<ResourceId> subjects) {
    return !superseded && view.equals(inView) && subject.filter(subjects::contains).isPresent();
  }

  public DeadLetter supersededNow() {
    return new DeadLetter(view, revision, version, subject, reason, at, true);
  }
}
