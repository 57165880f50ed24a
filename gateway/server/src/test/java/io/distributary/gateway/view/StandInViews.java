package io.distributary.gateway.view;

import io.vertx.core.Future;
import java.util.List;

/** Views that nobody looks after. */
public record StandInViews(List<View> all) implements ViewSet {
  @Override
  public Future<List<ViewStatus>> statuses() {
    return Future.failedFuture("Nobody looks after these views");
  }
}
