package io.distributary.sink.tck;

import io.distributary.sink.Reservation;

/** So many bytes for all who share it, counted, and no waiting for more. */
public final class CountedMemory implements Reservation {
  private final long bytes;
  private final long most;
  private long held;
  private long peak;
  private int grants = Integer.MAX_VALUE;

  public CountedMemory(long bytes) {
    this(bytes, Long.MAX_VALUE);
  }

  /**
   * @param most see {@link Reservation#most}
   */
  public CountedMemory(long bytes, long most) {
    this.bytes = bytes;
    this.most = most;
  }

  /** More than anybody asks for. */
  public static CountedMemory ample() {
    return new CountedMemory(Long.MAX_VALUE);
  }

  /** From now on it grows so many times, whatever there is. */
  public synchronized void growOnly(int times) {
    grants = times;
  }

  @Override
  public synchronized boolean grow(long more) {
    if (more > bytes - held || grants == 0) {
      return false;
    }
    grants--;
    held += more;
    peak = Math.max(peak, held);
    return true;
  }

  @Override
  public synchronized void shrink(long back) {
    held -= back;
  }

  @Override
  public long most() {
    return most;
  }

  /** The bytes that are held now. */
  public synchronized long held() {
    return held;
  }

  /** The most bytes that were held so far. */
  public synchronized long peak() {
    return peak;
  }
}
