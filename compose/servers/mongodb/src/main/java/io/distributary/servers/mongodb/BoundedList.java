package io.distributary.servers.mongodb;

import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of a query: going through it ends with the time of the query. */
final class BoundedList extends AbstractList<@Nullable Object> {
  private final List<@Nullable Object> elements;
  private final Bounds bounds;

  BoundedList(List<@Nullable Object> elements, Bounds bounds) {
    this.elements = elements;
    this.bounds = bounds;
  }

  @Override
  public @Nullable Object get(int index) {
    bounds.check();
    return elements.get(index);
  }

  @Override
  public int size() {
    return elements.size();
  }
}
