package io.distributary.sinks.hbase;

import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer;
import org.apache.hadoop.hbase.client.Result;
import org.jspecify.annotations.Nullable;

/**
 * One scan, page by page. The client hands pages over on threads of its own, and asks for no other
 * one before it is told to: so one page is in memory, or two when the next one is fetched while the
 * rows of one are worked on. Behind a slow reader the client keeps the scanner's lease alive.
 */
final class PagedScan implements AdvancedScanResultConsumer, AutoCloseable {
  private static final Result[] NONE = {};

  /** How long the next page may take. */
  @FunctionalInterface
  interface Patience {
    Duration left() throws SinkException;
  }

  private final boolean ahead;
  private final long enough;
  private final Patience patience;

  /** Only the reader's. */
  private Result[] page = NONE;

  private int at;

  private Result @Nullable [] next;
  private @Nullable ScanResumer resumer;
  private @Nullable Throwable error;
  private long bytes;
  private boolean cut;
  private boolean ended;

  /**
   * @param ahead whether a page is fetched while the one before it is worked on
   * @param enough bytes after which no other page is asked for
   */
  PagedScan(boolean ahead, long enough, Patience patience) {
    this.ahead = ahead;
    this.enough = enough;
    this.patience = patience;
  }

  /** The next row; null at the end. */
  @Nullable Result next() throws SinkException {
    if (at == page.length && !turn()) {
      return null;
    }
    Result row = page[at];
    page[at++] = Result.EMPTY_RESULT; // a page is let go of row by row
    return row;
  }

  private synchronized boolean turn() throws SinkException {
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
          throw new SinkException(Action.RETRY, HBaseErrors.TIMEOUT, null);
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkException(Action.RETRY, HBaseErrors.TIMEOUT, e);
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

  /** Whether it ended because it was enough: there may be more rows behind the last one. */
  synchronized boolean isCut() {
    return cut;
  }

  @Override
  public synchronized void onNext(Result[] results, ScanController controller) {
    if (ended) {
      controller.terminate();
      return;
    }
    next = results;
    for (Result row : results) {
      bytes += Result.getTotalSizeOfCells(row);
    }
    if (bytes >= enough) {
      cut = true;
      ended = true;
      controller.terminate();
    } else {
      resumer = controller.suspend();
    }
    notifyAll();
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
