package io.distributary.sinks.elasticsearch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text of a resource.
 *
 * @param name of the element that holds it, without what leads there
 */
record Leaf(String name, String text) {
  /** All texts in their order, save those of {@code meta}, which tells of the record only. */
  static List<Leaf> of(Map<String, @Nullable Object> tree) {
    List<Leaf> leaves = new ArrayList<>();
    tree.forEach(
        (name, value) -> {
          if (!name.equals("meta")) {
            collect(name, value, leaves);
          }
        });
    return leaves;
  }

  private static void collect(String name, @Nullable Object value, List<Leaf> leaves) {
    if (value instanceof String text) {
      leaves.add(new Leaf(name, text));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> collect(name, item, leaves));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((child, inner) -> collect((String) child, inner, leaves));
    }
  }

  /** Whether the text could be a date at all: cheaper to ask than what it means. */
  boolean beginsWithDigit() {
    return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
  }

  /** The name alone. */
  @Override
  public String toString() {
    return name;
  }
}
