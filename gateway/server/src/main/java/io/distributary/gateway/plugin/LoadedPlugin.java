package io.distributary.gateway.plugin;

import io.distributary.gateway.config.ConfigBinder;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;
import org.jspecify.annotations.Nullable;

/** A plugin with the class loader that it needs around every call. */
public final class LoadedPlugin {
  private final SinkPlugin<?> plugin;
  private final ClassLoader loader;

  LoadedPlugin(SinkPlugin<?> plugin, ClassLoader loader) {
    this.plugin = plugin;
    this.loader = loader;
  }

  public String type() {
    return plugin.type();
  }

  boolean holdsTwoRevisions() {
    return plugin.holdsTwoRevisions();
  }

  ClassLoader loader() {
    return loader;
  }

  /**
   * Binds the configuration of a view.
   *
   * @throws io.distributary.sink.InvalidConfigException with all problems, their paths beginning
   *     with {@code path}
   */
  Opener configure(ConfigBinder binder, @Nullable Object tree, String path) {
    return configured(plugin, binder, tree, path);
  }

  private static <C extends Record> Opener configured(
      SinkPlugin<C> plugin, ConfigBinder binder, @Nullable Object tree, String path) {
    C config = binder.bind(plugin.configType(), tree, path);
    return context -> plugin.open(config, context);
  }

  /** Opens a sink whose configuration is known to be sound. */
  @FunctionalInterface
  interface Opener {
    Sink<?> open(SinkContext context) throws SinkException;
  }
}
