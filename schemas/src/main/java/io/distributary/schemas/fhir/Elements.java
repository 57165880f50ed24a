package io.distributary.schemas.fhir;

import io.distributary.schemas.Defect;
import io.distributary.schemas.InvalidResourceException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks the elements of a tree: checks their names and dates, and finds values by path. */
final class Elements {
  private Elements() {}

  /** Refuses names that are no FHIR element names, and dates that do not exist. */
  static void check(Map<?, ?> object) throws InvalidResourceException {
    for (Map.Entry<?, ?> field : object.entrySet()) {
      String name = (String) field.getKey();
      if (!isName(name)) {
        throw new InvalidResourceException(Defect.FIELD_NAME_INVALID, "");
      }
      checkValue(name, field.getValue());
    }
  }

  private static void checkValue(String name, @Nullable Object value)
      throws InvalidResourceException {
    if (value instanceof Map<?, ?> map) {
      check(map);
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        checkValue(name, item);
      }
    } else if (value instanceof String text
        && FhirDate.isDateElement(name)
        && FhirDate.isImpossible(text)) {
      throw new InvalidResourceException(Defect.DATE_INVALID, name);
    }
  }

  /**
   * FHIR's element names are letters and digits, with an underscore before the companions of
   * primitives.
   */
  private static boolean isName(String name) {
    int start = name.startsWith("_") ? 1 : 0;
    if (name.length() == start || name.length() > 128) {
      return false;
    }
    for (int i = start; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean sound =
          c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
      if (!sound) {
        return false;
      }
    }
    return true;
  }

  static Stream<Object> values(@Nullable Object node, String path) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    Stream<Object> here = objects(node).map(map -> map.get(name)).flatMap(Elements::opened);
    return dot < 0 ? here : here.flatMap(child -> values(child, path.substring(dot + 1)));
  }

  private static Stream<Map<?, ?>> objects(@Nullable Object node) {
    return opened(node).filter(Map.class::isInstance).map(value -> (Map<?, ?>) value);
  }

  /** A list's items, or the value itself; without nulls. */
  private static Stream<Object> opened(@Nullable Object value) {
    if (value == null) {
      return Stream.empty();
    }
    return value instanceof List<?> list
        ? list.stream().flatMap(Elements::opened)
        : Stream.of(value);
  }
}
