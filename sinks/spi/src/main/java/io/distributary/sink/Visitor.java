package io.distributary.sink;

/** Takes one item after the other. */
@FunctionalInterface
public interface Visitor<T> {
  /**
   * @return whether more is wanted; after false the reader stops and returns normally; what it
   *     throws goes through the reader to its caller
   */
  boolean visit(T item);
}
