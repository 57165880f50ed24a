package io.distributary.sink.tck;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.schemas.json.JsonNumber;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether two texts say the same resource: the same elements in the same order, the same digits.
 * Numbers may differ in how an exponent is written ({@code 1e3}, {@code 1E+3}), not in precision.
 */
final class Likeness {
  private Likeness() {}

  /** Path of the first difference; empty when there is none. */
  static String firstDifference(byte[] expected, byte[] actual) {
    try {
      return difference(
          "$",
          Json.parseObject(expected, JsonLimits.RESOURCE),
          Json.parseObject(actual, JsonLimits.RESOURCE));
    } catch (InvalidResourceException e) {
      return "$ (" + e.getMessage() + ")";
    }
  }

  @SuppressWarnings("BigDecimalEquals") // trailing zeros are meant
  private static String difference(
      String path, @Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Map<?, ?> a && actual instanceof Map<?, ?> b) {
      return ofObjects(path, a, b);
    }
    if (expected instanceof List<?> a && actual instanceof List<?> b) {
      return ofLists(path, a, b);
    }
    if (expected instanceof JsonNumber a && actual instanceof JsonNumber b) {
      return a.decimal().equals(b.decimal()) ? "" : path;
    }
    return Objects.equals(expected, actual) ? "" : path;
  }

  private static String ofObjects(String path, Map<?, ?> expected, Map<?, ?> actual) {
    if (!List.copyOf(expected.keySet()).equals(List.copyOf(actual.keySet()))) {
      return path + " (other fields, or in another order)";
    }
    return expected.keySet().stream()
        .map(name -> difference(path + "." + name, expected.get(name), actual.get(name)))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String ofLists(String path, List<?> expected, List<?> actual) {
    if (expected.size() != actual.size()) {
      return path + " (" + actual.size() + " items instead of " + expected.size() + ")";
    }
    for (int i = 0; i < expected.size(); i++) {
      String found = difference(path + "[" + i + "]", expected.get(i), actual.get(i));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }
}
