package io.distributary.gateway.query;

import java.util.function.Function;

/** What a view answered. */
public record Answer<T>(Freshness freshness, T value) {
  public <U> Answer<U> map(Function<T, U> change) {
    return new Answer<>(freshness, change.apply(value));
  }

  /** The view and its position alone. */
  @Override
  public String toString() {
    return freshness.toString();
  }
}
