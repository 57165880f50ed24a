package io.distributary.schemas.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the codings of a resource, wherever they stand: every object with a {@code code} beside a
 * {@code system} or {@code display}.
 */
public final class Codes {
  private Codes() {}

  /**
   * In their order, duplicates kept. Quantities carry units in the same elements; they are no
   * codings.
   */
  public static List<Code> of(Map<String, @Nullable Object> tree) {
    List<Code> found = new ArrayList<>();
    collect(tree, "", found);
    return found;
  }

  private static void collect(@Nullable Object node, String path, List<Code> found) {
    if (node instanceof List<?> list) {
      list.forEach(item -> collect(item, path, found));
    } else if (node instanceof Map<?, ?> map) {
      coding(map, path).ifPresent(found::add);
      map.forEach((name, value) -> collectField((String) name, value, path, found));
    }
  }

  private static void collectField(
      String name, @Nullable Object value, String path, List<Code> found) {
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      collect(value, path.isEmpty() ? name : path + "." + name, found);
    }
  }

  private static Optional<Code> coding(Map<?, ?> map, String path) {
    if (!(map.get("code") instanceof String code) || map.containsKey("value")) {
      return Optional.empty();
    }
    Optional<String> system = text(map, "system");
    Optional<String> display = text(map, "display");
    return system.isEmpty() && display.isEmpty()
        ? Optional.empty()
        : Optional.of(new Code(path, system, code, display));
  }

  private static Optional<String> text(Map<?, ?> map, String name) {
    return map.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
