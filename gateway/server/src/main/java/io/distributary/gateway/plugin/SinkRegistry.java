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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sinks of the configured views: made once each, opened when their store can be reached, closed
 * together.
 */
public final class SinkRegistry implements OpenSinks, AutoCloseable {
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
   * Opens a view's sink, or gives the one that is open.
   *
   * @throws SinkException as {@link io.distributary.sink.SinkPlugin#open} says
   */
  public Sink<?> open(String view, int revision) throws SinkException {
    Slot slot = slot(view);
    synchronized (slot) {
      if (slot.sink == null) {
        Sink<?> opened =
            slot.calls.call(() -> slot.opener.open(new SinkContext(view, revision, clock)));
        slot.readers = new GuardedReaders(slot.calls).guard(slot.calls.get(opened::readers));
        slot.maintenance =
            new GuardedReaders(slot.calls).guard(slot.calls.get(opened::maintenance));
        slot.sink = decorated(opened, slot);
      }
      return slot.sink;
    }
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
    return Optional.ofNullable(slot(view).readers);
  }

  @Override
  public Optional<Maintenance> maintenance(String view) {
    return Optional.ofNullable(slot(view).maintenance);
  }

  @Override
  public void close() {
    for (Slot slot : slots.values()) {
      synchronized (slot) {
        if (slot.sink != null) {
          slot.sink.close();
        }
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

  /** A view's place for its sink. */
  private static final class Slot {
    private final String view;
    private final LoadedPlugin plugin;
    private final Opener opener;
    private final PluginCalls calls;
    private @Nullable Sink<?> sink;
    private volatile @Nullable Readers readers;
    private volatile @Nullable Maintenance maintenance;

    Slot(String view, LoadedPlugin plugin, Opener opener) {
      this.view = view;
      this.plugin = plugin;
      this.opener = opener;
      this.calls = new PluginCalls(plugin.loader());
    }
  }
}
