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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The sinks of the configured views, one for each revision: made once each, opened when their store
 * can be reached.
 */
public final class SinkRegistry implements OpenSinks, WritableSinks, AutoCloseable {
  private static final long LOOK_MS = 500;

  /**
   * How many writes a repair may last: it looks, removes what is wrong, writes what is right, and a
   * store with history gets every version back.
   */
  private static final int WRITES_OF_A_REPAIR = 5;

  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Clock clock;
  private final ScheduledExecutorService watch;

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
    this.clock = clock;
    Function<PluginCall, Duration> longest = longest(writeTimeout);
    List<Problem> problems = problems(views, plugins, binder);
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
    views.forEach(
        (path, view) -> {
          LoadedPlugin plugin = plugin(view, plugins, path);
          Opener opener = opener(plugin, view, binder, path);
          PluginGuard guard = new PluginGuard(view.name(), plugin.loader(), longest, meters, clock);
          slots.put(view.name(), new Slot(view.name(), plugin, opener, guard));
        });
    this.watch = Executors.newSingleThreadScheduledExecutor(SinkRegistry::watcher);
    watch.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  private static Function<PluginCall, Duration> longest(Duration write) {
    return call ->
        switch (call) {
          case WRITE -> write;
          case REPAIR -> write.multipliedBy(WRITES_OF_A_REPAIR);
          default -> call.longest();
        };
  }

  private static Thread watcher(Runnable task) {
    Thread thread = new Thread(task, "plugin-watch");
    thread.setDaemon(true);
    return thread;
  }

  private void look() {
    slots.values().forEach(slot -> slot.guard.look());
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
            opener(plugin(view, plugins, path), view, binder, path);
          } catch (InvalidConfigException e) {
            problems.addAll(e.problems());
          }
        });
    return problems;
  }

  private static LoadedPlugin plugin(
      GatewayConfig.View view, Map<String, LoadedPlugin> plugins, String path) {
    LoadedPlugin plugin = plugins.get(view.type());
    if (plugin == null) {
      String known = String.join(", ", plugins.keySet());
      throw new InvalidConfigException(
          List.of(new Problem(path + ".type", "names no plugin. Known: " + known)));
    }
    return plugin;
  }

  private static Opener opener(
      LoadedPlugin plugin, GatewayConfig.View view, ConfigBinder binder, String path) {
    return plugin.configure(binder, view.config(), path + ".config");
  }

  /**
   * Opens the sink of a revision, or gives the one that is open.
   *
   * @throws SinkException as {@link io.distributary.sink.SinkPlugin#open} says
   */
  public Sink<?> open(String view, int revision) throws SinkException {
    Slot slot = slot(view);
    synchronized (slot) {
      Sink<?> open = slot.revisions.get(revision);
      if (open == null) {
        SinkContext context = new SinkContext(slot.view, revision, clock);
        open = GuardedSink.open(slot.guard, slot.opener, context);
        slot.revisions.put(revision, open);
      }
      return open;
    }
  }

  /** Closes the sink of a revision, if it is open. Blocks. */
  public void close(String view, int revision) {
    Slot slot = slot(view);
    synchronized (slot) {
      Sink<?> open = slot.revisions.remove(revision);
      if (open != null) {
        open.close();
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
        .mapToInt(open -> open.projection().version())
        .findFirst();
  }

  /** Whether the view's store can hold two revisions side by side. */
  public boolean holdsTwoRevisions(String view) {
    return slot(view).plugin.holdsTwoRevisions();
  }

  @Override
  public Optional<Sink<?>> opened(String view, int revision) {
    return Optional.ofNullable(slot(view).revisions.get(revision));
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
    return slot(view).live().map(Sink::readers);
  }

  @Override
  public Optional<Maintenance> maintenance(String view) {
    return slot(view).live().map(Sink::maintenance);
  }

  /** Of any revision; empty while it could not yet be opened. Calls block. */
  public Optional<Maintenance> maintenance(String view, int revision) {
    return opened(view, revision).map(Sink::maintenance);
  }

  @Override
  public void close() {
    for (Slot slot : slots.values()) {
      synchronized (slot) {
        slot.revisions.values().forEach(Sink::close);
        slot.revisions.clear();
      }
    }
    watch.shutdownNow();
  }

  private Slot slot(String view) {
    Slot slot = slots.get(view);
    if (slot == null) {
      throw new IllegalArgumentException("No such view: " + view);
    }
    return slot;
  }

  /** A view's place for the sinks of its revisions, all behind the guard. */
  private static final class Slot {
    private final String view;
    private final LoadedPlugin plugin;
    private final Opener opener;
    private final PluginGuard guard;
    private final Map<Integer, Sink<?>> revisions = new ConcurrentHashMap<>();
    private volatile int live = 1;

    Slot(String view, LoadedPlugin plugin, Opener opener, PluginGuard guard) {
      this.view = view;
      this.plugin = plugin;
      this.opener = opener;
      this.guard = guard;
    }

    Optional<Sink<?>> live() {
      return Optional.ofNullable(revisions.get(live));
    }
  }
}
