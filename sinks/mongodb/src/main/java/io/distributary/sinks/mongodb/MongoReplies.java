package io.distributary.sinks.mongodb;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoIterable;
import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.Reservation;
import io.distributary.sink.SinkException;
import java.util.ArrayList;
import java.util.List;
import org.bson.RawBsonDocument;

/**
 * What a cursor finds, reply by reply. No limit and no projection says how large a reply will be,
 * so memory for the largest is taken before each is asked for; once it is there, what it does not
 * hold is given back, and the rest when its documents have been visited.
 */
final class MongoReplies {
  /** MongoDB ends a reply before its documents are more. */
  private static final long LARGEST_BYTES = (16 << 20) + (16 << 10);

  /** The driver holds a reply, and then its documents in buffers of their own. */
  private static final int COPIES = 2;

  /** What is taken for each reply, in bytes. */
  static final long FOR_THE_LARGEST = COPIES * LARGEST_BYTES;

  private final Reservation memory;
  private long taken;

  /** What is done with a document. */
  interface Visit {
    /**
     * @return whether more is wanted
     */
    boolean of(RawBsonDocument document) throws SinkException;
  }

  private MongoReplies(Reservation memory, long taken) {
    this.memory = memory;
    this.taken = taken;
  }

  /**
   * Visits the documents.
   *
   * @return whether more is wanted
   * @throws BudgetExceededException when there is no memory for the next reply
   */
  static boolean visit(MongoIterable<RawBsonDocument> found, Reservation memory, Visit visit)
      throws SinkException {
    MongoReplies replies = new MongoReplies(memory, 0);
    replies.takeForTheLargest();
    return replies.visit(found, visit);
  }

  /** The same when {@link #FOR_THE_LARGEST} bytes are taken already; they are given back. */
  static boolean visitTaken(MongoIterable<RawBsonDocument> found, Reservation memory, Visit visit)
      throws SinkException {
    return new MongoReplies(memory, FOR_THE_LARGEST).visit(found, visit);
  }

  private boolean visit(MongoIterable<RawBsonDocument> found, Visit visit) throws SinkException {
    try (MongoCursor<RawBsonDocument> cursor = found.cursor()) {
      return visit(cursor, visit);
    } finally {
      keep(0);
    }
  }

  private boolean visit(MongoCursor<RawBsonDocument> cursor, Visit visit) throws SinkException {
    while (cursor.hasNext()) {
      for (RawBsonDocument document : received(cursor)) {
        if (!visit.of(document)) {
          return false;
        }
      }
      keep(0);
      if (cursor.getServerCursor() != null) {
        takeForTheLargest();
      }
    }
    return true;
  }

  /** All that has arrived. */
  private List<RawBsonDocument> received(MongoCursor<RawBsonDocument> cursor) {
    List<RawBsonDocument> documents = new ArrayList<>();
    long bytes = 0;
    for (int left = cursor.available(); left > 0; left--) {
      RawBsonDocument document = cursor.next();
      bytes += document.getByteBuffer().remaining();
      documents.add(document);
    }
    keep(Math.min(COPIES * bytes, taken));
    return documents;
  }

  private void takeForTheLargest() throws BudgetExceededException {
    if (!memory.grow(FOR_THE_LARGEST - taken)) {
      throw new BudgetExceededException();
    }
    taken = FOR_THE_LARGEST;
  }

  private void keep(long bytes) {
    memory.shrink(taken - bytes);
    taken = bytes;
  }
}
