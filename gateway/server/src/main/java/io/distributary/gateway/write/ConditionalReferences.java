package io.distributary.gateway.write;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds references that name their target by a search, {@code Type?…}, wherever they stand. */
final class ConditionalReferences {
  private static final Pattern FORM = Pattern.compile("[A-Za-z]+\\?.*", Pattern.DOTALL);

  private ConditionalReferences() {}

  /** The path of the first one, for example {@code participant.individual.reference}. */
  static Optional<String> find(Map<?, ?> tree) {
    for (Map.Entry<?, ?> field : tree.entrySet()) {
      String name = String.valueOf(field.getKey());
      if (name.equals("reference")
          && field.getValue() instanceof String text
          && FORM.matcher(text).matches()) {
        return Optional.of(name);
      }
      Optional<String> below = below(field.getValue());
      if (below.isPresent()) {
        return below.map(path -> name + "." + path);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> below(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return find(map);
    }
    if (value instanceof List<?> list) {
      return list.stream().flatMap(item -> below(item).stream()).findFirst();
    }
    return Optional.empty();
  }
}
