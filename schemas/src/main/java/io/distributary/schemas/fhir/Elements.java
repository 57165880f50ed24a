package io.distributary.schemas.fhir;

import io.distributary.schemas.Defect;
import io.distributary.schemas.InvalidResourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Walks the elements of a tree: checks their names and dates, and finds values by path. */
final class Elements {
  private Elements() {}

  /** Refuses names that are no FHIR element names, and dates that do not exist. */
  static void check(Map<?, ?> object) throws InvalidResourceException {
    Inspection inspection = new Inspection();
    object.forEach(inspection);
    inspection.orThrow();
  }

  /** Remembers the first defect. Takes entries itself: unmodifiable maps wrap theirs for loops. */
  private static final class Inspection implements BiConsumer<Object, @Nullable Object> {
    private @Nullable InvalidResourceException found;

    @Override
    public void accept(Object key, @Nullable Object value) {
      String name = (String) key;
      if (found == null && !isName(name)) {
        found = new InvalidResourceException(Defect.FIELD_NAME_INVALID, "");
      }
      inspect(name, value);
    }

    private void inspect(String name, @Nullable Object value) {
      if (found != null) {
        return;
      }
      if (value instanceof Map<?, ?> map) {
        map.forEach(this);
      } else if (value instanceof List<?> list) {
        for (Object item : list) {
          inspect(name, item);
        }
      } else if (value instanceof String text && isImpossibleDate(name, text)) {
        found = new InvalidResourceException(Defect.DATE_INVALID, name);
      }
    }

    private static boolean isImpossibleDate(String name, String text) {
      return FhirDate.startsLikeADate(text)
          && FhirDate.isDateElement(name)
          && FhirDate.isImpossible(text);
    }

    void orThrow() throws InvalidResourceException {
      if (found != null) {
        throw found;
      }
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

  /** All values at a path, lists opened at every step; without nulls. */
  static List<Object> values(@Nullable Object node, String path) {
    List<Object> found = new ArrayList<>(2);
    collect(node, path, 0, found);
    return found;
  }

  /**
   * @param from where in the path the next name begins; behind its end: the node is a value
   */
  private static void collect(@Nullable Object node, String path, int from, List<Object> found) {
    if (node instanceof List<?> list) {
      for (Object item : list) {
        collect(item, path, from, found);
      }
    } else if (from > path.length()) {
      if (node != null) {
        found.add(node);
      }
    } else if (node instanceof Map<?, ?> map) {
      int dot = path.indexOf('.', from);
      int end = dot < 0 ? path.length() : dot;
      collect(map.get(path.substring(from, end)), path, end + 1, found);
    }
  }
}
