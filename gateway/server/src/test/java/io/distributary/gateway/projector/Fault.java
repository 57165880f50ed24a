package io.distributary.gateway.projector;

/**
 * What goes wrong in a {@link Simulation}. A schedule has its share of them; some are not drawn but
 * come of others, and are only counted.
 */
enum Fault {
  CRASH_OPENING(0.02),
  CRASH_POLLING(0.01),
  CRASH_REBALANCING(0.1),
  CRASH_DECODING(0.02),
  CRASH_BEFORE_WRITE(0.03),
  CRASH_WRITING(0.03),
  CRASH_AFTER_WRITE(0.03),
  CRASH_WRITING_LETTERS(0.2),
  CRASH_BEFORE_COMMIT(0.03),
  CRASH_AFTER_COMMIT(0.03),
  GATEWAY_FROZEN(0.15),
  GATEWAY_STOPPED(0.1),
  REBALANCED(0.3),
  VIEW_PAUSED(0.1),
  REBUILD_ASKED(0.05),
  SWITCH_ASKED(0.1),
  DROP_ASKED(0.05),
  STORE_AWAY(0.1),
  STORE_UNOPENED(0.2),
  STORE_UNOPENABLE(0.03),
  STORE_SLOW(0.1),
  STORE_TRICKLES(0.2),
  WRITE_FAILED(0.1),
  WRITE_FAILED_PARTLY(0.1),
  WRITE_REFUSED(0.05),
  WRITE_REFUSED_PARTLY(0.05),
  WRITE_HALTED(0.02),
  WRITE_MISCOUNTED(0.02),
  ITEMS_FAILED(0.1),
  /** What it has applied is said to have failed. */
  STORE_LIES(0.5),
  KAFKA_AWAY(0.05),
  POLL_FAILED(0.02),
  COMMIT_FAILED(0.1),
  COMMIT_UNANSWERED(0.1),
  COMMIT_SLOW(0.1),
  DECODING_SLOW(0.05),
  LETTERS_FAILED(0.2),
  LETTERS_FAILED_PARTLY(0.2),
  LETTERS_LATE(0.2),
  LETTERS_FOLLOWED_LATE(0.2),
  POISON_FOR_ALL(0.05),
  POISON_FOR_PROJECTION(0.05),
  POISON_FOR_STORE(0.05),
  POISON_FOR_ITS_BATCH(0.05),
  UNKNOWN_EVENT(0.05),
  HOT_RESOURCE(0.5),
  LOG_START_MOVED(0.01),
  LOG_TAIL_LOST(0.01),

  REVISION_SWITCHED,
  REVISION_DROPPED,
  REDELIVERED,
  TAKEN_IN_BATCH,
  WRITE_TIMED_OUT,
  ZOMBIE_WRITE,
  LATE_UPDATE_OF_DELETED,
  COMMIT_OF_TAKEN,
  COMMIT_REFUSED,
  MEMBER_EVICTED;

  private final double often;

  Fault(double often) {
    this.often = often;
  }

  Fault() {
    this(0);
  }

  /** How often it happens where it can, in a schedule that has it. */
  double often() {
    return often;
  }

  boolean isDrawn() {
    return often > 0;
  }
}
