package io.distributary.gateway.plugin;

import io.distributary.gateway.plugin.LoadedPlugin.Opener;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import java.time.Clock;

/** A view's plugin with its configuration. Every sink that it opens is behind the guard. */
public final class ConfiguredPlugin {
  private final LoadedPlugin plugin;
  private final Opener opener;
  private final PluginGuard guard;
  private final Clock clock;

  ConfiguredPlugin(LoadedPlugin plugin, Opener opener, PluginGuard guard, Clock clock) {
    this.plugin = plugin;
    this.opener = opener;
    this.guard = guard;
    this.clock = clock;
  }

  public String type() {
    return plugin.type();
  }

  /** Whether its store can hold two revisions side by side. */
  public boolean holdsTwoRevisions() {
    return plugin.holdsTwoRevisions();
  }

  /**
   * Opens the sink of a revision. Blocks.
   *
   * @throws SinkException as {@link io.distributary.sink.SinkPlugin#open} says
   */
  public Sink<?> open(RevisionId revision) throws SinkException {
    return GuardedSink.open(guard, opener, new SinkContext(revision, clock));
  }

  /** Gives up calls that last too long. */
  void look() {
    guard.look();
  }
}
