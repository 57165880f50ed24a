package io.distributary.sink;

import java.util.Optional;

/**
 * What a view can answer. Callers ask who can answer, never which store it is.
 *
 * @param resource one resource by its id
 * @param chart all resources of a key
 * @param type all live resources of a type
 * @param history all versions of a resource
 * @param nativeQuery the store's own query language
 */
public record Readers(
    Optional<ResourceReader> resource,
    Optional<ChartReader> chart,
    Optional<TypeReader> type,
    Optional<HistoryReader> history,
    Optional<NativeQuery> nativeQuery) {

  public static Readers none() {
    return new Readers(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  public Readers withResource(ResourceReader reader) {
    return new Readers(Optional.of(reader), chart, type, history, nativeQuery);
  }

  public Readers withChart(ChartReader reader) {
    return new Readers(resource, Optional.of(reader), type, history, nativeQuery);
  }

  public Readers withType(TypeReader reader) {
    return new Readers(resource, chart, Optional.of(reader), history, nativeQuery);
  }

  public Readers withHistory(HistoryReader reader) {
    return new Readers(resource, chart, type, Optional.of(reader), nativeQuery);
  }

  public Readers withNativeQuery(NativeQuery query) {
    return new Readers(resource, chart, type, history, Optional.of(query));
  }
}
