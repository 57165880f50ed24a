package io.distributary.gateway.http;

import io.distributary.sink.RevisionId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The field of a request's body that names a revision by its number. */
final class RevisionNumber {
  static final String FIELD = "revision";

  private RevisionNumber() {}

  /**
   * Empty when the tree has no such field.
   *
   * @throws NumberFormatException when it is no number from 1 on
   */
  static Optional<RevisionId> of(Map<String, @Nullable Object> tree, String view) {
    if (!tree.containsKey(FIELD)) {
      return Optional.empty();
    }
    int number = Integer.parseInt(String.valueOf(tree.get(FIELD)));
    if (number < 1) {
      throw new NumberFormatException("A revision is at least 1");
    }
    return Optional.of(new RevisionId(view, number));
  }
}
