package io.distributary.gateway.plugin;

import io.distributary.gateway.config.ConfigBinder;
import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.plugin.LoadedPlugin.Opener;
import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.InvalidConfigException.Problem;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sinks of the configured views, one for each revision: made once each, opened when their store
 * can be reached.
 */
public final class SinkRegistry implements OpenSinks, WritableSinks, AutoCloseable {
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Duration writeTimeout;
  private final MeterRegistry meters;
  private final Clock clock;

  /**
   * @param views by their paths in the configuration
   * @param plugins by their type
   * @throws InvalidConfigException with the problems of all views
   */
  public SinkRegistry(
      Map<String, GatewayConfig.View> views,
      Map<String, LoadedPlugin> plugins,
      ConfigBinder binder,
      Duration writeTimeout,
      MeterRegistry meters,
      Clock clock) {
    this.writeTimeout = writeTimeout;
    this.meters = meters;
    this.clock = clock;
    List<Problem> problems = problems(views, plugins, binder);
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
    views.forEach((path, view) -> slots.put(view.name(), slot(view, plugins, binder, path)));
  }

  /** What is wrong with the views' types and with their plugins' own configuration. */
  public static List<Problem> problems(
      Map<String, GatewayConfig.View> views,
      Map<String, LoadedPlugin> plugins,
      ConfigBinder binder) {
    List<Problem> problems = new ArrayList<>();
    views.forEach(
        (path, view) -> {
          try {
            slot(view, plugins, binder, path);
          } catch (InvalidConfigException e) {
            problems.addAll(e.problems());
          }
        });
    return problems;
  }

  private static Slot slot(
      GatewayConfig.View view,
      Map<String, LoadedPlugin> plugins,
      ConfigBinder binder,
      String path) {
    LoadedPlugin plugin = plugins.get(view.type());
    if (plugin == null) {
      String known = String.join(", ", plugins.keySet());
      throw new InvalidConfigException(
          List.of(new Problem(path + ".type", "names no plugin. Known: " + known)));
    }
    return new Slot(view.name(), plugin, plugin.configure(binder, view.config(), path + ".config"));
  }

  /**
   * Opens the sink of a revision, or gives the one that is open.
   *
   * @throws SinkException as {@link io.distributary.sink.SinkPlugin#open} says
   */
  public Sink<?> open(String view, int revision) throws SinkException {
    Slot slot = slot(view);
    synchronized (slot) {
      Open open = slot.revisions.get(revision);
      if (open == null) {
        open = opened(slot, revision);
        slot.revisions.put(revision, open);
      }
      return open.sink;
    }
  }

  private Open opened(Slot slot, int revision) throws SinkException {
    Sink<?> opened =
        slot.calls.call(() -> slot.opener.open(new SinkContext(slot.view, revision, clock)));
    GuardedReaders guarded = new GuardedReaders(slot.calls);
    return new Open(
        decorated(opened, slot),
        guarded.guard(slot.calls.get(opened::readers)),
        guarded.guard(slot.calls.get(opened::maintenance)));
  }

  /** Closes the sink of a revision, if it is open. Blocks. */
  public void close(String view, int revision) {
    Slot slot = slot(view);
    synchronized (slot) {
      Open open = slot.revisions.remove(revision);
      if (open != null) {
        open.sink.close();
      }
    }
  }

  /** Closes the sinks of a view's revisions that are not named. Blocks. */
  public void closeOthers(String view, Collection<Integer> kept) {
    slot(view).revisions.keySet().stream()
        .filter(revision -> !kept.contains(revision))
        .forEach(revision -> close(view, revision));
  }

  /**
   * Removes a revision from its store, and closes its sink. Blocks.
   *
   * @throws SinkException as {@link Maintenance#drop} says
   */
  public void drop(String view, int revision) throws SinkException {
    open(view, revision).maintenance().drop();
    close(view, revision);
  }

  /** From now on, readers of the view are answered by this revision. */
  public void read(String view, int revision) {
    slot(view).live = revision;
  }

  /** The version of the projection that the view's plugin makes; empty while nothing is open. */
  public OptionalInt projectionVersion(String view) {
    return slot(view).revisions.values().stream()
        .mapToInt(open -> open.sink.projection().version())
        .findFirst();
  }

  /** Whether the view's store can hold two revisions side by side. */
  public boolean holdsTwoRevisions(String view) {
    Slot slot = slot(view);
    return slot.calls.get(slot.plugin::holdsTwoRevisions);
  }

  @Override
  public Optional<Sink<?>> opened(String view, int revision) {
    return Optional.ofNullable(slot(view).revisions.get(revision)).map(Open::sink);
  }

  /** All decorators of a sink, composed here and nowhere else. */
  private <P> Sink<P> decorated(Sink<P> sink, Slot slot) {
    return new MeteredSink<>(
        new TimeboxedSink<>(sink, slot.calls, slot.view, writeTimeout), slot.view, meters);
  }

  @Override
  public List<String> views() {
    return List.copyOf(slots.keySet());
  }

  @Override
  public String type(String view) {
    return slot(view).plugin.type();
  }

  @Override
  public Optional<Readers> readers(String view) {
    return slot(view).live().map(Open::readers);
  }

  @Override
  public Optional<Maintenance> maintenance(String view) {
    return slot(view).live().map(Open::maintenance);
  }

  /** Of any revision; empty while it could not yet be opened. Calls block. */
  public Optional<Maintenance> maintenance(String view, int revision) {
    return Optional.ofNullable(slot(view).revisions.get(revision)).map(Open::maintenance);
  }

  @Override
  public void close() {
    for (Slot slot : slots.values()) {
      synchronized (slot) {
        slot.revisions.values().forEach(open -> open.sink.close());
        slot.revisions.clear();
      }
    }
  }

  private Slot slot(String view) {
    Slot slot = slots.get(view);
    if (slot == null) {
      throw new IllegalArgumentException("No such view: " + view);
    }
    return slot;
  }

  /** A sink with its decorated parts. */
  private record Open(Sink<?> sink, Readers readers, Maintenance maintenance) {}

  /** A view's place for the sinks of its revisions. */
  private static final class Slot {
    private final String view;
    private final LoadedPlugin plugin;
    private final Opener opener;
    private final PluginCalls calls;
    private final Map<Integer, Open> revisions = new ConcurrentHashMap<>();
    private volatile int live = 1;

    Slot(String view, LoadedPlugin plugin, Opener opener) {
      this.view = view;
      this.plugin = plugin;
      this.opener = opener;
      this.calls = new PluginCalls(plugin.loader());
    }

    Optional<Open> live() {
      return Optional.ofNullable(revisions.get(live));
    }
  }
}
