package io.distributary.gateway.plugin;

import io.distributary.sink.Maintenance;
import io.distributary.sink.Readers;
import java.util.List;
import java.util.Optional;

/**
 * The views' sinks, as readers of views see them: decorated, and there only once their store could
 * be opened.
 */
public interface OpenSinks {
  /** The views' names in the order of the configuration, open or not. */
  List<String> views();

  /** The type of a view's sink plugin. */
  String type(String view);

  /** Empty while the view's store could not yet be opened. Calls block: not for an event loop. */
  Optional<Readers> readers(String view);

  /** Empty while the view's store could not yet be opened. Calls block: not for an event loop. */
  Optional<Maintenance> maintenance(String view);
}
