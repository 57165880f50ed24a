package io.distributary.gateway.stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The groups of the views' revisions, as the log knows them. */
public final class Groups {
  private final Vertx vertx;
  private final Admin admin;

  Groups(Vertx vertx, Admin admin) {
    this.vertx = vertx;
    this.admin = admin;
  }

  /** Whether nobody is in the group, of whichever gateway; a group that never was is empty. */
  public Future<Boolean> isEmpty(String group) {
    return future(admin.describeConsumerGroups(Set.of(group)).all())
        .map(found -> found.values().stream().allMatch(one -> one.members().isEmpty()))
        .recover(failure -> isUnknown(failure) ? Future.succeededFuture(true) : away(failure));
  }

  /** Forgets the group and its checkpoints. Repeatable. */
  public Future<Void> forget(String group) {
    return future(admin.deleteConsumerGroups(Set.of(group)).all())
        .recover(failure -> isUnknown(failure) ? Future.succeededFuture() : away(failure));
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof GroupIdNotFoundException;
  }

  private static <T> Future<T> away(Throwable failure) {
    return Future.failedFuture(StreamException.away(failure));
  }

  private <T> Future<T> future(KafkaFuture<T> asked) {
    return Future.fromCompletionStage(asked.toCompletionStage(), vertx.getOrCreateContext());
  }
}
