package io.distributary.schemas.event;

import java.util.Arrays;
import java.util.Optional;

/** What happened to a resource. */
public enum Change {
  UPDATED("io.distributary.resource.updated"),
  DELETED("io.distributary.resource.deleted");

  private final String type;

  Change(String type) {
    this.type = type;
  }

  /** The CloudEvents type. */
  public String type() {
    return type;
  }

  /** Empty for a type that this version does not know, which is skipped and counted. */
  public static Optional<Change> ofType(String type) {
    return Arrays.stream(values()).filter(change -> change.type.equals(type)).findFirst();
  }
}
