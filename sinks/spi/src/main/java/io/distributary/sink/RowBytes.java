package io.distributary.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of an answer's rows, in pieces that are never copied. A row that would go over {@link
 * ReadContext#maxBytes()}, or for which there is no memory, is broken off at that byte: memory is
 * taken piece by piece before it is there. {@link #begin} and {@link #close} stand around each row;
 * what was not said to be kept by then is forgotten, and its memory given back.
 */
final class RowBytes extends OutputStream {
  private static final int SMALLEST = 1 << 10;
  private static final int LARGEST = 64 << 10;

  /** What no row may go beyond. */
  static final class CapException extends IOException {
    private static final long serialVersionUID = 1L;

    private final QueryResult.Cap cap;

    CapException(QueryResult.Cap cap) {
      this.cap = cap;
    }

    QueryResult.Cap cap() {
      return cap;
    }
  }

  private final ReadContext context;
  private final List<ByteBuffer> pieces = new ArrayList<>();

  /** Bytes of rows, without commas: of those that are kept, and of the one that is written. */
  private long kept;

  private long row;

  /** Bytes of all pieces, full or not, and what was taken for them. */
  private long held;

  private long taken = Reservation.FIRST;

  /** Where the row begins. */
  private int keptPieces;

  private int keptOfLast;

  RowBytes(ReadContext context) {
    this.context = context;
  }

  /**
   * A row begins.
   *
   * @param another whether one stands before it
   */
  RowBytes begin(boolean another) throws IOException {
    row = 0;
    mark();
    if (another) {
      room().put((byte) ',');
    }
    return this;
  }

  /** The row is complete. */
  void keep() {
    kept += row;
    mark();
  }

  private void mark() {
    keptPieces = pieces.size();
    keptOfLast = keptPieces == 0 ? 0 : pieces.get(keptPieces - 1).position();
  }

  /** The row ends; the stream can be used again. */
  @Override
  public void close() {
    for (int last = pieces.size() - 1; last >= keptPieces; last--) {
      held -= pieces.remove(last).capacity();
    }
    if (keptPieces > 0) {
      pieces.get(keptPieces - 1).position(keptOfLast);
    }
    long spare = taken - Reservation.FIRST - steps(held - Reservation.FIRST);
    taken -= spare;
    context.reservation().shrink(spare);
  }

  @Override
  public void write(int one) throws IOException {
    count(1);
    room().put((byte) one);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    count(length);
    int at = offset;
    while (at < offset + length) {
      ByteBuffer room = room();
      int part = Math.min(room.remaining(), offset + length - at);
      room.put(bytes, at, part);
      at += part;
    }
  }

  private void count(int more) throws CapException {
    if (kept + row + more > context.maxBytes()) {
      throw new CapException(QueryResult.Cap.MAX_BYTES);
    }
    row += more;
  }

  private ByteBuffer room() throws CapException {
    if (pieces.isEmpty() || !pieces.get(pieces.size() - 1).hasRemaining()) {
      int size = (int) Math.min(LARGEST, Math.max(SMALLEST, held));
      take(size);
      pieces.add(ByteBuffer.allocate(size));
      held += size;
    }
    return pieces.get(pieces.size() - 1);
  }

  /** In steps, so that a piece does not mean a call. */
  private void take(int size) throws CapException {
    long more = steps(held + size - taken);
    if (more > 0 && !context.reservation().grow(more)) {
      throw new CapException(QueryResult.Cap.BUDGET);
    }
    taken += more;
  }

  private static long steps(long bytes) {
    long steps = (Math.max(0, bytes) + Reservation.FIRST - 1) / Reservation.FIRST;
    return steps * Reservation.FIRST;
  }

  /** Bytes of the rows that are kept, without what stands between them. */
  long bytes() {
    return kept;
  }

  /** What is kept, to be read. */
  List<ByteBuffer> pieces() {
    return pieces.stream().map(piece -> piece.duplicate().flip()).toList();
  }
}
