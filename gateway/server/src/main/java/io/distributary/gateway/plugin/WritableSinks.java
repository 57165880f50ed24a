package io.distributary.gateway.plugin;

import io.distributary.sink.Sink;
import java.util.List;
import java.util.Optional;

/** The views' sinks, as those see them who write beside the projectors. */
public interface WritableSinks {
  /** The views' names in the order of the configuration, open or not. */
  List<String> views();

  /**
   * A revision's sink, decorated; empty while it is not open. Its calls block.
   *
   * @throws IllegalArgumentException when there is no such view
   */
  Optional<Sink<?>> opened(String view, int revision);
}
