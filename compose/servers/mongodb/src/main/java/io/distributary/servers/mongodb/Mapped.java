package io.distributary.servers.mongodb;

import java.util.Iterator;
import java.util.function.Function;

/** What a function makes of each element, when it is asked for. */
record Mapped<S, T>(Iterator<S> all, Function<S, T> function) implements Iterator<T> {
  @Override
  public boolean hasNext() {
    return all.hasNext();
  }

  @Override
  public T next() {
    return function.apply(all.next());
  }
}
