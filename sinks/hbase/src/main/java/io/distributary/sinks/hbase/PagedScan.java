package io.distributary.sinks.hbase;

import io.distributary.sink.SinkException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer;
import org.apache.hadoop.hbase.client.Result;
import org.jspecify.annotations.Nullable;

/**
 * One scan, page by page. The client hands pages over on threads of its own, and asks for no other
 * one before it is told to: so one page is in memory, or two when the next one is fetched while the
 * rows of one are worked on. Behind a slow reader the client keeps the scanner's lease alive.
 */
final class PagedScan implements AdvancedScanResultConsumer, ScannedRows {
  private static final Result[] NONE = {};

  /** How long the next page may take. */
  @FunctionalInterface
  interface Patience {
    Duration left() throws SinkException;
  }

  private final boolean ahead;
  private final long enough;
  private final Patience patience;
  private final Consumer<PagedScan> client;
  private boolean begun;

  /** Only the reader's. */
  private Result[] page = NONE;

  private int at;

  private Result @Nullable [] next;
  private @Nullable ScanResumer resumer;
  private @Nullable Throwable error;
  private boolean isFirst = true;
  private boolean cut;
  private boolean ended;

  /**
   * @param ahead whether a page is fetched while the one before it is worked on
   * @param enough bytes of a first page behind which no other one is asked for
   * @param client is asked for the first page, which it hands over here
   */
  PagedScan(boolean ahead, long enough, Patience patience, Consumer<PagedScan> client) {
    this.ahead = ahead;
    this.enough = enough;
    this.patience = patience;
    this.client = client;
  }

  /** Asks for the first page, unless that was done. */
  void begin() {
    if (!begun) {
      begun = true;
      client.accept(this);
    }
  }

  /**
   * Waits for the first page: its last row, when no other page was asked for because it is enough
   * and there may be more rows behind it.
   */
  Optional<byte[]> cutAt() throws SinkException {
    return turn() && isCut() ? Optional.of(page[page.length - 1].getRow()) : Optional.empty();
  }

  @Override
  public @Nullable Result next() throws SinkException {
    if (at == page.length && !turn()) {
      return null;
    }
    Result row = page[at];
    page[at++] = Result.EMPTY_RESULT; // a page is let go of row by row
    return row;
  }

  private boolean turn() throws SinkException {
    begin();
    return taken();
  }

  private synchronized boolean taken() throws SinkException {
    page = NONE;
    at = 0;
    if (next == null) {
      resume();
      await(patience.left());
    }
    if (next == null) {
      return false;
    }
    page = next;
    next = null;
    if (ahead) {
      resume();
    }
    return true;
  }

  private void await(Duration longest) throws SinkException {
    long end = System.nanoTime() + longest.toNanos();
    try {
      for (long left = longest.toNanos(); next == null && !ended; left = end - System.nanoTime()) {
        if (left <= 0) {
          throw HBaseErrors.TIMED_OUT.exception();
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HBaseErrors.TIMED_OUT.exception(e);
    }
    if (next == null && error != null) {
      throw HBaseErrors.exception(error);
    }
  }

  private void resume() {
    ScanResumer waiting = resumer;
    resumer = null;
    if (waiting != null) {
      waiting.resume();
    }
  }

  private synchronized boolean isCut() {
    return cut;
  }

  @Override
  public synchronized void onNext(Result[] results, ScanController controller) {
    if (ended) {
      controller.terminate();
      return;
    }
    next = results;
    if (isFirst && isEnough(results)) {
      cut = true;
      ended = true;
      controller.terminate();
    } else {
      resumer = controller.suspend();
    }
    isFirst = false;
    notifyAll();
  }

  private boolean isEnough(Result[] rows) {
    long bytes = 0;
    for (Result row : rows) {
      bytes += Result.getTotalSizeOfCells(row);
    }
    return bytes >= enough;
  }

  @Override
  public synchronized void onHeartbeat(ScanController controller) {
    if (ended) {
      controller.terminate();
    }
  }

  @Override
  public synchronized void onError(Throwable failure) {
    error = failure;
    ended = true;
    notifyAll();
  }

  @Override
  public synchronized void onComplete() {
    ended = true;
    notifyAll();
  }

  /** The server is told, by the client's own threads: nobody waits for it. */
  @Override
  public synchronized void close() {
    ended = true;
    next = null;
    page = NONE;
    at = 0;
    resume();
  }
}
