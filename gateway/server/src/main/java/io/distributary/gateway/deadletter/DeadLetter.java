package io.distributary.gateway.deadletter;

import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import java.time.Instant;
import java.util.Optional;

/**
 * An event that a view rejected: a pointer into the log, never the payload.
 *
 * @param subject the resource, as far as it is known
 * @param at when it was last rejected
 * @param superseded whether the view has applied a newer version of the resource since
 * @param discarded by an operator, who said why; empty while it is an open matter
 */
public record DeadLetter(
    RevisionId revision,
    Version version,
    Optional<ResourceId> subject,
    Reason reason,
    Instant at,
    boolean superseded,
    Optional<Discarded> discarded) {

  /**
   * That an operator has settled the matter.
   *
   * @param reason in her own words
   */
  public record Discarded(String reason, Instant at) {
    /** Not her words: they may name people. */
    @Override
    public String toString() {
      return "discarded at " + at;
    }
  }

  /** A dead letter as it begins. */
  public static DeadLetter of(
      RevisionId revision,
      Version version,
      Optional<ResourceId> subject,
      Reason reason,
      Instant at) {
    return new DeadLetter(revision, version, subject, reason, at, false, Optional.empty());
  }

  /** Safe in a URL: {@code document.r1.3.4711}, the last two being partition and offset. */
  public String id() {
    return key().id();
  }

  /** Of the dead letter that the event at this place has, if it has one. */
  public static String id(RevisionId revision, Version version) {
    return new DeadLetterKey(revision, version.partition(), version.offset()).id();
  }

  /** {@code partition@offset}. */
  public String position() {
    return version.partition() + "@" + version.offset();
  }

  DeadLetterKey key() {
    return new DeadLetterKey(revision, version.partition(), version.offset());
  }

  /** The same matter after one more rejection: the marks stay. */
  public DeadLetter rejectedAgain(Reason why, Instant now) {
    return new DeadLetter(revision, version, subject, why, now, superseded, discarded);
  }

  public DeadLetter supersededNow() {
    return new DeadLetter(revision, version, subject, reason, at, true, discarded);
  }

  /** The same with what it was marked with before: no mark is ever taken back. */
  public DeadLetter withMarksOf(DeadLetter before) {
    return new DeadLetter(
        revision,
        version,
        subject,
        reason,
        at,
        superseded || before.superseded,
        discarded.or(before::discarded));
  }

  public DeadLetter discardedNow(Discarded how) {
    return new DeadLetter(revision, version, subject, reason, at, superseded, Optional.of(how));
  }
}
