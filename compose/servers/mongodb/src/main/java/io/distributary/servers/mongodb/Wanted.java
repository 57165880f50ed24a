package io.distributary.servers.mongodb;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Those of some elements that a test lets through. */
final class Wanted<T> implements Iterator<T> {
  private final Iterator<T> all;
  private final Predicate<T> test;
  private @Nullable T next;

  Wanted(Iterator<T> all, Predicate<T> test) {
    this.all = all;
    this.test = test;
  }

  @Override
  public boolean hasNext() {
    while (next == null && all.hasNext()) {
      T candidate = all.next();
      next = test.test(candidate) ? candidate : null;
    }
    return next != null;
  }

  @Override
  public T next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    T found = next;
    next = null;
    return found;
  }
}
