package io.distributary.schemas.json;

/**
 * How much JSON is read at all; beyond it the text is refused.
 *
 * @param bytes of UTF-8
 * @param depth nested objects and arrays
 * @param values objects, arrays, texts, numbers, booleans and nulls together: bounds the memory of
 *     a tree
 */
public record JsonLimits(int bytes, int depth, int values) {
  /**
   * The one limit of writing and of decoding, the same for all views: 4 MiB, 64 levels, 400,000
   * values.
   */
  public static final JsonLimits RESOURCE = new JsonLimits(4 << 20, 64, 400_000);
}
