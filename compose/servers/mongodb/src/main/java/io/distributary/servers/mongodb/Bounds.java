package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What a query may take.
 *
 * <ol>
 *   <li>Time: its {@code maxTimeMS} for all its commands together, without one 30 s for each; then
 *       error 50. It ends as well when its client is gone.
 *   <li>Memory: a little that each may have; for more it queues for one of a few permits; what is
 *       too much even so is error 292, as it is with MongoDB's queries that may not use the disk.
 * </ol>
 *
 * <p>One thread at a time uses it.
 */
final class Bounds implements AutoCloseable {
  /** Estimated bytes on the heap that a query may hold without a permit. */
  static final long FREE_BYTES = 1 << 20;

  private static final Duration LONGEST_COMMAND = Duration.ofSeconds(30);
  private static final int CALLS_BETWEEN_LOOKS = 256;

  private final Permits permits;
  private final long allowedNanos;
  private long usedNanos;
  private long began;
  private Channel client;
  private int calls;
  private long held;
  private boolean permitted;

  /**
   * The queries that may hold much at the same time.
   *
   * @param mostBytes that each may hold
   * @param reclaim lets go of what nobody has asked for lately
   */
  record Permits(Semaphore semaphore, long mostBytes, Runnable reclaim) {}

  Bounds(Permits permits, Document command, Channel client) {
    this.permits = permits;
    this.allowedNanos = nanos(command);
    this.client = client;
    this.began = System.nanoTime();
  }

  private static long nanos(Document command) {
    return command.get("maxTimeMS") instanceof Number given && given.longValue() > 0
        ? TimeUnit.MILLISECONDS.toNanos(given.longValue())
        : Long.MAX_VALUE;
  }

  /** Another command of the same query begins. */
  void begin(Channel from) {
    client = from;
    began = System.nanoTime();
  }

  /** A command ends. */
  void pause() {
    usedNanos += System.nanoTime() - began;
  }

  /** To be called by every loop; cheap. */
  void check() {
    if (++calls % CALLS_BETWEEN_LOOKS == 0) {
      look();
    }
  }

  /** To be called before anything that may take longer by itself. */
  void look() {
    long now = System.nanoTime() - began;
    if (now > LONGEST_COMMAND.toNanos() || usedNanos + now > allowedNanos) {
      throw new MongoServerError(50, "MaxTimeMSExpired", "operation exceeded time limit");
    }
    if (!client.isActive()) {
      throw new MongoServerError(279, "ClientDisconnect", "the client is gone");
    }
  }

  /** Counts memory before it is used. */
  void hold(long bytes) {
    held += bytes;
    if (held > permits.mostBytes()) {
      throw tooMuch();
    }
    while (held > FREE_BYTES && !permitted) {
      permitted = tryAcquire();
      permits.reclaim().run();
      look();
    }
  }

  /** How many bytes are worth counting: whatever is larger is too much. */
  long countable() {
    return permits.mostBytes();
  }

  static MongoServerError tooMuch() {
    return new MongoServerError(
        292,
        "QueryExceededMemoryLimitNoDiskUseAllowed",
        "the query needs more memory than it may have");
  }

  private boolean tryAcquire() {
    try {
      return permits.semaphore().tryAcquire(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MongoServerError(11601, "Interrupted", "the server ends");
    }
  }

  void free(long bytes) {
    held -= bytes;
  }

  boolean holdsPermit() {
    return permitted;
  }

  /** Gives everything back. */
  @Override
  public void close() {
    held = 0;
    if (permitted) {
      permitted = false;
      permits.semaphore().release();
    }
  }
}
