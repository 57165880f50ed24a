package io.distributary.gateway.projector;

/** Protections that are taken away from a {@link Simulation}, to see that it notices. */
enum Sabotage {
  NONE,
  /** Commits where the last poll ended instead of the completed prefix. */
  COMMIT_THE_MAXIMUM,
  COMMIT_BEFORE_WRITE,
  /** A reader commits what it read under an earlier assignment. */
  COMMIT_AFTER_TAKEN,
  /** What is in memory at a stop counts as done. */
  LOSE_THE_BATCH_ON_STOP,
  /** A store writes whatever it is given, newer or not. */
  DROP_THE_GUARD,
  /** A store deletes physically. */
  FORGET_TOMBSTONES,
  /** DeadLetterWriter are said to be written, and are not. */
  SWALLOW_REFUSALS,
  /** A batch goes on although its letters could not be written. */
  IGNORE_FAILED_LETTERS,
  NEVER_SUPERSEDE,
  /** An event that was to be tried again counts as applied. */
  RETRY_FORGETS,
  /** A batch that was rejected as a whole counts as applied. */
  REFUSED_BATCH_FORGOTTEN,
  /** A group whose events are gone begins with those that are left. */
  SKIP_WHAT_THE_LOG_LOST,
  /** A view is switched to a revision that is still behind. */
  SWITCH_TOO_EARLY,
  /** Checkpoints without leader epoch. */
  FORGET_THE_LEADER_EPOCH,
  /** Polls that should be paused bring records. */
  NEVER_PAUSE,
  /** Polling ends while too much is in memory. */
  STOP_POLLING
}
