package org.example.h2sink;

import io.distributary.schemas.ResourceId;

/** Names of resources in the table: {@code Type/id}. */
final class Names {

  private Names() {}

  static String of(ResourceId id) {
    return id.type() + "/" + id.id();
  }

  /** Before all names of a type. */
  static String first(String type) {
    return type + "/";
  }

  /** Behind all names of a type: 0 is the character behind the slash. */
  static String end(String type) {
    return type + "0";
  }
}
