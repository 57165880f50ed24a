package io.distributary.sinks.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.cursor.TimeoutMode;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.time.Duration;
import org.bson.conversions.Bson;

/**
 * Goes through whole collections, batch by batch.
 *
 * @param longestSilence of the server, after which it is given up: the deadline may be days away
 */
record MongoScan(MongoSchema schema, Duration longestSilence) {
  /** Takes one document after the other, as {@link io.distributary.sink.Visitor} does. */
  @FunctionalInterface
  interface DocumentVisitor {
    boolean visit(MongoDocument found) throws SinkException;
  }

  /**
   * @return whether more is wanted
   */
  boolean scan(String type, Bson filter, ReadContext context, DocumentVisitor visitor)
      throws SinkException {
    try {
      return MongoReplies.visit(
          schema
              .collection(type, silence(context))
              .find(filter)
              .timeoutMode(TimeoutMode.ITERATION)
              .batchSize(MongoSchema.BATCH),
          context.reservation(),
          found -> {
            context.requireWanted();
            return visitor.visit(new MongoDocument(type, found));
          });
    } catch (MongoException e) {
      throw MongoErrors.of(e);
    }
  }

  Duration silence(ReadContext context) {
    Duration left = context.timeLeft();
    return left.compareTo(longestSilence) < 0 ? left : longestSilence;
  }
}
