package io.distributary.schemas;

import java.util.Arrays;
import java.util.Optional;

/**
 * A resource's literal identity, {@code Type/id}, as its source gave it.
 *
 * @param type a FHIR resource type's name, for example {@code Patient}; at most 64 letters
 * @param id 1 to 64 letters, digits, hyphens and dots (FHIR R4, datatype id)
 */
public record ResourceId(String type, String id) implements Comparable<ResourceId> {
  private static final int LONGEST = 64;
  private static final boolean[] OF_TYPES = table("");
  private static final boolean[] OF_IDS = table("0123456789-.");

  public ResourceId {
    if (!isType(type) || !isId(id)) {
      throw new IllegalArgumentException("Not a resource id of the form Type/id");
    }
  }

  /** Whether the text has the form of a resource type's name. */
  public static boolean isType(String text) {
    return isShort(text) && text.charAt(0) <= 'Z' && consists(text, OF_TYPES);
  }

  /**
   * Whether the text has the form of a FHIR id; {@code .} and {@code ..} are refused, as they are
   * path segments.
   */
  public static boolean isId(String text) {
    return isShort(text) && consists(text, OF_IDS) && !text.equals(".") && !text.equals("..");
  }

  private static boolean isShort(String text) {
    return !text.isEmpty() && text.length() <= LONGEST;
  }

  /**
   * By a look at a table: charts hold thousands of ids, and their letters are as good as random.
   */
  private static boolean consists(String text, boolean[] characters) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= characters.length || !characters[c]) {
        return false;
      }
    }
    return true;
  }

  /** ASCII's letters, and more. */
  private static boolean[] table(String more) {
    boolean[] table = new boolean['z' + 1];
    Arrays.fill(table, 'a', 'z' + 1, true);
    Arrays.fill(table, 'A', 'Z' + 1, true);
    more.chars().forEach(c -> table[c] = true);
    return table;
  }

  /** {@code Type/id}, or empty when the text is anything else. */
  public static Optional<ResourceId> tryParse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !isType(text.substring(0, slash)) || !isId(text.substring(slash + 1))) {
      return Optional.empty();
    }
    return Optional.of(new ResourceId(text.substring(0, slash), text.substring(slash + 1)));
  }

  /**
   * {@code Type/id}.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static ResourceId parse(String text) {
    return tryParse(text)
        .orElseThrow(() -> new IllegalArgumentException("Not a resource id of the form Type/id"));
  }

  @Override
  public int compareTo(ResourceId other) {
    int byType = type.compareTo(other.type);
    return byType != 0 ? byType : id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return type + "/" + id;
  }
}
