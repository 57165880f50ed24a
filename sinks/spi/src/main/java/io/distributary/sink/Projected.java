package io.distributary.sink;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;

/** An event with what the projection made of it. Values are not compared with each other. */
public record Projected<P>(Event event, P value) {
  public ResourceId id() {
    return event.id();
  }

  public Version version() {
    return event.version();
  }

  /** Id and version only. */
  @Override
  public String toString() {
    return event.toString();
  }
}
