package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;

/** Fields of commands and replies, whose types the protocol fixes. */
final class Fields {
  private Fields() {}

  /** A number that must be there. */
  static int count(Document document, String field) {
    if (document.get(field) instanceof Number number) {
      return number.intValue();
    }
    throw new IllegalArgumentException("Not a number: " + field);
  }

  /** An array; empty when it is missing. */
  static Collection<?> array(Document document, String field) {
    return document.get(field) instanceof Collection<?> elements ? elements : List.of();
  }
}
