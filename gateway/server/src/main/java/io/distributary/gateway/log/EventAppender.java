package io.distributary.gateway.log;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.EncodedEvent;
import io.vertx.core.Future;

/** Appends events to the stream: {@code acks=all}, idempotent, in order for each key. */
public interface EventAppender {
  /**
   * @param key decides the partition
   * @return fails when the log did not acknowledge in time; whether the event is in the log is then
   *     unknown
   */
  Future<Appended> append(ResourceId key, EncodedEvent event);
}
