package io.distributary.gateway.view;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The views of this gateway. */
public interface ViewSet {
  /** In the order of the configuration, open or not. */
  List<View> all();

  default Optional<View> find(String name) {
    return all().stream().filter(view -> view.name().equals(name)).findFirst();
  }

  /** How all are now, for which Kafka is asked once. */
  Future<List<ViewStatus>> statuses();
}
