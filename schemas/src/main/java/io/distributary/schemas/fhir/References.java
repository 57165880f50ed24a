package io.distributary.schemas.fhir;

import io.distributary.schemas.ResourceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds and rewrites {@code reference} elements, wherever they stand. */
public final class References {
  private static final String REFERENCE = "reference";
  private static final String CONTAINED = "contained";
  private static final String HISTORY = "/_history/";

  private References() {}

  /**
   * The literal references {@code Type/id} of a tree, in their order, duplicates kept. References
   * of contained resources, to contained resources ({@code #x}), absolute ones, {@code urn:} ones
   * and conditional ones ({@code Type?…}) are legal and not literal.
   */
  public static List<Reference> of(Map<String, @Nullable Object> tree) {
    List<Reference> found = new ArrayList<>();
    collect(tree, "", found);
    return found;
  }

  private static void collect(@Nullable Object node, String path, List<Reference> found) {
    if (node instanceof Map<?, ?> map) {
      map.forEach((name, value) -> collectField((String) name, value, path, found));
    } else if (node instanceof List<?> list) {
      list.forEach(item -> collect(item, path, found));
    }
  }

  private static void collectField(
      String name, @Nullable Object value, String path, List<Reference> found) {
    if (name.equals(REFERENCE) && value instanceof String text) {
      literal(text).ifPresent(target -> found.add(new Reference(path, target)));
    } else if ((value instanceof Map<?, ?> || value instanceof List<?>)
        && !name.equals(CONTAINED)) {
      collect(value, path.isEmpty() ? name : path + "_" + name, found);
    }
  }

  /** The resource that a reference names literally; a version behind it is left out. */
  public static Optional<ResourceId> literal(String reference) {
    int history = reference.indexOf(HISTORY);
    return ResourceId.tryParse(history < 0 ? reference : reference.substring(0, history));
  }

  /**
   * The same tree with references replaced, contained resources included.
   *
   * @param replacement what stands instead of a reference's text; empty: it stays
   */
  public static Map<String, @Nullable Object> rewrite(
      Map<String, @Nullable Object> tree, Function<String, Optional<String>> replacement) {
    Map<String, @Nullable Object> rewritten = new LinkedHashMap<>();
    tree.forEach((name, value) -> rewritten.put(name, rewriteField(name, value, replacement)));
    return rewritten;
  }

  private static @Nullable Object rewriteField(
      String name, @Nullable Object value, Function<String, Optional<String>> replacement) {
    if (name.equals(REFERENCE) && value instanceof String text) {
      return replacement.apply(text).orElse(text);
    }
    return rewriteNode(value, replacement);
  }

  @SuppressWarnings("unchecked") // every map of a JSON tree has texts as keys
  private static @Nullable Object rewriteNode(
      @Nullable Object node, Function<String, Optional<String>> replacement) {
    if (node instanceof Map<?, ?> map) {
      return rewrite((Map<String, @Nullable Object>) map, replacement);
    }
    if (node instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>(list.size());
      list.forEach(item -> items.add(rewriteNode(item, replacement)));
      return items;
    }
    return node;
  }
}
