package io.distributary.sinks.elasticsearch;

import io.distributary.sink.Reservation;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Weighs what is being read of a stream right now, a hit or the aggregations, and takes the memory
 * that it needs before more of it is read: four bytes for each that stands in the answer, as the
 * text, what is made of it and what is written of that are there at the same time.
 */
final class Scales extends FilterInputStream {
  static final int FACTOR = 4;
  private static final long FREE = 64 << 10;

  /** There is no more memory. */
  static final class NoMemoryException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** One thing is longer than it may be. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final Reservation reservation;
  private final long most;
  private boolean weighing;
  private long weight;
  private long taken;

  /**
   * @param most bytes of one thing
   */
  Scales(InputStream in, Reservation reservation, long most) {
    super(in);
    this.reservation = reservation;
    this.most = most;
  }

  /** Weighs from here on. */
  void begin() {
    weighing = true;
    weight = 0;
  }

  /** Gives everything back but what is kept, which is given back by the host. */
  void end(long kept) throws IOException {
    weighing = false;
    long needed = kept <= FREE ? 0 : kept;
    if (needed < taken) {
      reservation.shrink(taken - needed);
    } else if (!reservation.grow(needed - taken)) {
      throw new NoMemoryException();
    }
    taken = 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int read = in.read(to, offset, length);
    if (weighing && read > 0) {
      add(read);
    }
    return read;
  }

  private void add(int bytes) throws IOException {
    weight += bytes;
    if (weight > most) {
      throw new TooLongException();
    }
    long needed = Math.max(0, weight - FREE) * FACTOR;
    long steps = Math.max(0, needed - taken + Reservation.FIRST - 1) / Reservation.FIRST;
    if (steps > 0) {
      if (!reservation.grow(steps * Reservation.FIRST)) {
        throw new NoMemoryException();
      }
      taken += steps * Reservation.FIRST;
    }
  }

  /** Gives back what is still held; the stream itself is closed by whoever opened it. */
  @Override
  public void close() {
    reservation.shrink(taken);
    taken = 0;
  }
}
