package io.distributary.servers.mongodb;

import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Elements that need all of what is before them: made when the first is asked for. */
final class Later<T> implements Iterator<T> {
  private final Supplier<Iterator<T>> supplier;
  private @Nullable Iterator<T> made;

  Later(Supplier<Iterator<T>> supplier) {
    this.supplier = supplier;
  }

  @Override
  public boolean hasNext() {
    return made().hasNext();
  }

  @Override
  public T next() {
    return made().next();
  }

  private Iterator<T> made() {
    Iterator<T> iterator = made;
    if (iterator == null) {
      iterator = supplier.get();
      made = iterator;
    }
    return iterator;
  }
}
