package io.distributary.schemas;

import java.util.Optional;

/**
 * A resource's literal identity, {@code Type/id}, as its source gave it.
 *
 * @param type a FHIR resource type's name, for example {@code Patient}; at most 64 letters
 * @param id 1 to 64 letters, digits, hyphens and dots (FHIR R4, datatype id)
 */
public record ResourceId(String type, String id) implements Comparable<ResourceId> {
  private static final int LONGEST = 64;

  public ResourceId {
    if (!isType(type) || !isId(id)) {
      throw new IllegalArgumentException("Not a resource id of the form Type/id");
    }
  }

  /** Whether the text has the form of a resource type's name. */
  public static boolean isType(String text) {
    if (!isShort(text) || text.charAt(0) > 'Z') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isLetter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the text has the form of a FHIR id; {@code .} and {@code ..} are refused, as they are
   * path segments.
   */
  public static boolean isId(String text) {
    if (!isShort(text) || text.equals(".") || text.equals("..")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isShort(String text) {
    return !text.isEmpty() && text.length() <= LONGEST;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
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
