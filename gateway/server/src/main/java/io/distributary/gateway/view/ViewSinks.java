package io.distributary.gateway.view;

import io.distributary.gateway.plugin.ConfiguredPlugin;
import io.distributary.sink.Maintenance;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** The sinks of one view's revisions: opened once each, when their store can be reached. */
final class ViewSinks {
  private final ConfiguredPlugin plugin;
  private final Map<RevisionId, Sink<?>> open = new ConcurrentHashMap<>();

  ViewSinks(ConfiguredPlugin plugin) {
    this.plugin = plugin;
  }

  String type() {
    return plugin.type();
  }

  /** Whether the view's store can hold two revisions side by side. */
  boolean holdsTwoRevisions() {
    return plugin.holdsTwoRevisions();
  }

  /** The sink of a revision; empty while it is not open. Its calls block. */
  Optional<Sink<?>> opened(RevisionId revision) {
    return Optional.ofNullable(open.get(revision));
  }

  /** The version of the projection that the plugin makes; empty while nothing is open. */
  OptionalInt projectionVersion() {
    return open.values().stream().mapToInt(sink -> sink.projection().version()).findFirst();
  }

  /**
   * Opens the sink of a revision, or gives the one that is open. Blocks.
   *
   * @throws SinkException as {@link io.distributary.sink.SinkPlugin#open} says
   */
  synchronized Sink<?> open(RevisionId revision) throws SinkException {
    Sink<?> sink = open.get(revision);
    if (sink == null) {
      sink = plugin.open(revision);
      open.put(revision, sink);
    }
    return sink;
  }

  /**
   * Removes a revision from its store, and closes its sink. Blocks.
   *
   * @throws SinkException as {@link Maintenance#drop} says
   */
  void drop(RevisionId revision) throws SinkException {
    open(revision).maintenance().drop();
    close(revision);
  }

  /** Closes the sinks of revisions that are not named. Blocks. */
  void closeOthers(Collection<RevisionId> kept) {
    open.keySet().stream().filter(revision -> !kept.contains(revision)).forEach(this::close);
  }

  private synchronized void close(RevisionId revision) {
    Optional.ofNullable(open.remove(revision)).ifPresent(Sink::close);
  }

  /** Closes all. Blocks. */
  synchronized void close() {
    open.values().forEach(Sink::close);
    open.clear();
  }
}
