package io.distributary.gateway.verify;

import java.util.concurrent.atomic.AtomicLong;

/** How far a verification is; asked by any thread. */
final class VerifyProgress {
  private volatile VerifyPhase phase = VerifyPhase.OPENING;
  private volatile long toRead;
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong compared = new AtomicLong();
  private volatile long open;

  /** What is being done. */
  enum VerifyPhase {
    OPENING,
    READING_LOG,
    COMPARING,
    LOOKING_AGAIN,
    REPAIRING,
    ENDED
  }

  void enter(VerifyPhase next) {
    phase = next;
  }

  /**
   * @param records that are to be read, gaps counted
   */
  void reads(long records) {
    toRead = records;
    read.set(0);
  }

  void read(long records) {
    read.addAndGet(records);
  }

  void compares() {
    compared.set(0);
  }

  void compared() {
    compared.incrementAndGet();
  }

  void open(long names) {
    open = names;
  }

  long comparisons() {
    return compared.get();
  }

  Report.ReportedProgress now() {
    return new Report.ReportedProgress(phase.name(), toRead, read.get(), compared.get(), open);
  }
}
