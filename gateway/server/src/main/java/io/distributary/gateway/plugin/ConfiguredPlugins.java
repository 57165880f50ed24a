package io.distributary.gateway.plugin;

import io.distributary.gateway.config.ConfigBinder;
import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.plugin.LoadedPlugin.Opener;
import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.InvalidConfigException.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The plugins of the configured views, and the watch over their calls. */
public final class ConfiguredPlugins implements AutoCloseable {
  private static final long LOOK_MS = 500;

  /**
   * How many writes a repair may last: it looks, removes what is wrong, writes what is right, and a
   * store with history gets every version back.
   */
  private static final int WRITES_OF_A_REPAIR = 5;

  private final Map<String, ConfiguredPlugin> plugins = new LinkedHashMap<>();
  private final ScheduledExecutorService watch;

  /**
   * @param views by their paths in the configuration
   * @param loaded by their type
   * @throws InvalidConfigException with the problems of all views
   */
  public ConfiguredPlugins(
      Map<String, GatewayConfig.ConfiguredView> views,
      Map<String, LoadedPlugin> loaded,
      ConfigBinder binder,
      Duration writeTimeout,
      MeterRegistry meters,
      Clock clock) {
    Function<PluginCall, Duration> longest = longest(writeTimeout);
    List<Problem> problems = problems(views, loaded, binder);
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
    views.forEach(
        (path, view) -> {
          LoadedPlugin plugin = plugin(view, loaded, path);
          Opener opener = opener(plugin, view, binder, path);
          PluginGuard guard = new PluginGuard(view.name(), plugin.loader(), longest, meters, clock);
          plugins.put(view.name(), new ConfiguredPlugin(plugin, opener, guard, clock));
        });
    this.watch = Executors.newSingleThreadScheduledExecutor(ConfiguredPlugins::watcher);
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
    plugins.values().forEach(ConfiguredPlugin::look);
  }

  /** What is wrong with the views' types and with their plugins' own configuration. */
  public static List<Problem> problems(
      Map<String, GatewayConfig.ConfiguredView> views,
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
      GatewayConfig.ConfiguredView view, Map<String, LoadedPlugin> plugins, String path) {
    LoadedPlugin plugin = plugins.get(view.type());
    if (plugin == null) {
      String known = String.join(", ", plugins.keySet());
      throw new InvalidConfigException(
          List.of(new Problem(path + ".type", "names no plugin. Known: " + known)));
    }
    return plugin;
  }

  private static Opener opener(
      LoadedPlugin plugin, GatewayConfig.ConfiguredView view, ConfigBinder binder, String path) {
    return plugin.configure(binder, view.config(), path + ".config");
  }

  /** By the views' names, in the order of the configuration. */
  public Map<String, ConfiguredPlugin> byView() {
    return Collections.unmodifiableMap(plugins);
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
