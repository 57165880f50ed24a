package io.distributary.sink;

/** Takes one item after the other. */
@FunctionalInterface
public interface Visitor<T> {
  /**
   * @return whether more is wanted; after false the reader stops and returns normally
   */
  boolean visit(T item);
}
