package io.distributary.sink;

import java.util.Optional;

/** What a view can answer. Callers ask who can answer, never which store it is. */
public final class Readers {
  private static final Readers NONE =
      new Readers(
          new Parts(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));

  private final Parts parts;

  private record Parts(
      Optional<ResourceReader> resource,
      Optional<ChartReader> chart,
      Optional<TypeReader> type,
      Optional<HistoryReader> history,
      Optional<NativeQuery> nativeQuery) {}

  private Readers(Parts parts) {
    this.parts = parts;
  }

  /** Nothing, to begin with. */
  public static Readers none() {
    return NONE;
  }

  public Readers withResource(ResourceReader reader) {
    return new Readers(
        new Parts(Optional.of(reader), parts.chart, parts.type, parts.history, parts.nativeQuery));
  }

  public Readers withChart(ChartReader reader) {
    return new Readers(
        new Parts(
            parts.resource, Optional.of(reader), parts.type, parts.history, parts.nativeQuery));
  }

  public Readers withType(TypeReader reader) {
    return new Readers(
        new Parts(
            parts.resource, parts.chart, Optional.of(reader), parts.history, parts.nativeQuery));
  }

  public Readers withHistory(HistoryReader reader) {
    return new Readers(
        new Parts(parts.resource, parts.chart, parts.type, Optional.of(reader), parts.nativeQuery));
  }

  public Readers withNativeQuery(NativeQuery query) {
    return new Readers(
        new Parts(parts.resource, parts.chart, parts.type, parts.history, Optional.of(query)));
  }

  /** Resources by their ids. */
  public Optional<ResourceReader> resource() {
    return parts.resource;
  }

  /** All resources of a key. */
  public Optional<ChartReader> chart() {
    return parts.chart;
  }

  /** All live resources of a type. */
  public Optional<TypeReader> type() {
    return parts.type;
  }

  /** All versions of a resource. */
  public Optional<HistoryReader> history() {
    return parts.history;
  }

  /** The store's own query language. */
  public Optional<NativeQuery> nativeQuery() {
    return parts.nativeQuery;
  }
}
