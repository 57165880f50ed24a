package io.distributary.servers.mongodb;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** The first few of some elements. */
final class Limited<T> implements Iterator<T> {
  private final Iterator<T> all;
  private long left;

  Limited(Iterator<T> all, long most) {
    this.all = all;
    this.left = most;
  }

  @Override
  public boolean hasNext() {
    return left > 0 && all.hasNext();
  }

  /** Whether there are no more, whatever there is. */
  boolean isReached() {
    return left == 0;
  }

  @Override
  public T next() {
    if (left == 0) {
      throw new NoSuchElementException();
    }
    left--;
    return all.next();
  }
}
