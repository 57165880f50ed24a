package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a query finds, handed over in batches. A batch ends before it is larger than 2 MiB, unless
 * its first document is: MongoDB's ends before 16 MiB, but many of these stand in memory at once.
 */
final class OpenCursor {
  /** 16 MiB, and what MongoDB allows for in its own messages. */
  private static final int MOST_DOCUMENT_BYTES = (16 << 20) + (16 << 10);

  private static final int MOST_BATCH_BYTES = 2 << 20;

  private final Iterator<Document> documents;
  private final Bounds bounds;
  private final boolean single;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Document next;
  private boolean ended;
  private long lastUsed = System.nanoTime();

  /**
   * @param single whether it ends with the first batch
   */
  OpenCursor(Iterator<Document> documents, Bounds bounds, boolean single) {
    this.documents = documents;
    this.bounds = bounds;
    this.single = single;
  }

  static Document requireDocumentSize(Document document) {
    if (Sizes.bson(document, MOST_DOCUMENT_BYTES) > MOST_DOCUMENT_BYTES) {
      throw new MongoServerError(10334, "BSONObjectTooLarge", "BSONObj size is invalid");
    }
    return document;
  }

  /**
   * Appends the elements of an array.
   *
   * @param most documents
   * @return whether there may be more
   */
  boolean take(long most, ByteBuf into, Channel client) {
    lock.lock();
    try {
      bounds.begin(client);
      takeBounded(most, into);
      ended |= single;
      bounds.pause();
    } catch (RuntimeException | Error e) {
      ended = true;
      throw e;
    } finally {
      lastUsed = System.nanoTime();
      closeIfEnded();
      lock.unlock();
    }
    return !ended;
  }

  private void takeBounded(long most, ByteBuf into) {
    int start = into.writerIndex();
    for (long taken = 0; taken < most; taken++) {
      bounds.look();
      Document document = next();
      if (document == null) {
        ended = true;
        return;
      }
      long bytes = into.writerIndex() - start + Sizes.bson(document, MOST_DOCUMENT_BYTES);
      if (taken > 0 && bytes > MOST_BATCH_BYTES) {
        next = document;
        return;
      }
      append(taken, requireDocumentSize(document), bytes, into);
    }
    ended |= next == null && documents instanceof Limited<?> limited && limited.isReached();
  }

  private void append(long position, Document document, long bytes, ByteBuf into) {
    if (bytes > MOST_BATCH_BYTES) {
      bounds.hold(2 * bytes);
    }
    Replies.field(Replies.DOCUMENT, Long.toString(position), into);
    BsonEncoder.encodeDocument(document, into);
    if (bytes > MOST_BATCH_BYTES) {
      bounds.free(2 * bytes);
    }
  }

  private @Nullable Document next() {
    Document waiting = next;
    next = null;
    if (waiting != null) {
      return waiting;
    }
    return documents.hasNext() ? documents.next() : null;
  }

  private void closeIfEnded() {
    if (ended) {
      bounds.close();
    }
  }

  boolean holdsMuch() {
    return bounds.holdsPermit();
  }

  /** Ends it unless it is in use or was lately. */
  boolean endIfIdle(long nanos) {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      ended |= System.nanoTime() - lastUsed > nanos;
      closeIfEnded();
      return ended;
    } finally {
      lock.unlock();
    }
  }
}
