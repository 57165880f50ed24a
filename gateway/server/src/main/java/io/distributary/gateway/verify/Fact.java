package io.distributary.gateway.verify;

import io.distributary.schemas.ResourceId;
import io.distributary.sink.Projected;

/** An event as one sink keeps it. */
record Fact<P>(Projected<P> projected, LoggedEvent held) {
  String name() {
    return projected.id().toString();
  }

  ResourceId key() {
    return projected.event().key();
  }
}
