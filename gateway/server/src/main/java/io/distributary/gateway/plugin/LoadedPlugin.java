package io.distributary.gateway.plugin;

import io.distributary.gateway.config.ConfigBinder;
import io.distributary.sink.Failure;
import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.InvalidConfigException.Problem;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A plugin with the class loader that it needs around every call. What it says of itself is asked
 * once.
 */
public final class LoadedPlugin {
  private final Traits<?> traits;
  private final ClassLoader loader;
  private final PluginGuard guard;

  private LoadedPlugin(Traits<?> traits, ClassLoader loader, PluginGuard guard) {
    this.traits = traits;
    this.loader = loader;
    this.guard = guard;
  }

  /** What a plugin says of itself. */
  private record Traits<C extends Record>(
      SinkPlugin<C> plugin, String type, Class<C> configType, boolean holdsTwoRevisions) {
    static <C extends Record> Traits<C> of(SinkPlugin<C> plugin) throws SinkException {
      requireContract(plugin);
      return new Traits<>(plugin, plugin.type(), plugin.configType(), plugin.holdsTwoRevisions());
    }
  }

  /** A plugin of another contract may lack what is called, or mean something else by it. */
  private static void requireContract(SinkPlugin<?> plugin) throws SinkException {
    int contract;
    try {
      contract = plugin.contract();
    } catch (AbstractMethodError e) {
      contract = 1; // compiled before plugins said so
    }
    if (contract != SinkPlugin.CONTRACT) {
      String message =
          "It was made for version %d of the plugin contract, this gateway has version %d: compile"
              + " it against this version's sink-spi.";
      throw Failure.stop("contract-mismatch", message.formatted(contract, SinkPlugin.CONTRACT))
          .exception();
    }
  }

  /**
   * @param guard of the folder that the plugin lies in
   * @throws SinkException when it does not say what it is
   */
  static LoadedPlugin of(SinkPlugin<?> plugin, ClassLoader loader, PluginGuard guard)
      throws SinkException {
    return new LoadedPlugin(
        guard.<Traits<?>>call(PluginCall.LOAD, () -> Traits.of(plugin)), loader, guard);
  }

  public String type() {
    return traits.type();
  }

  boolean holdsTwoRevisions() {
    return traits.holdsTwoRevisions();
  }

  ClassLoader loader() {
    return loader;
  }

  /**
   * Binds the configuration of a view.
   *
   * @throws InvalidConfigException with all problems, their paths beginning with {@code path}
   */
  Opener configure(ConfigBinder binder, @Nullable Object tree, String path) {
    return configured(traits, binder, tree, path);
  }

  /** A configuration, or what is wrong with it. */
  private record Bound<C>(Optional<C> config, List<Problem> problems) {}

  private <C extends Record> Opener configured(
      Traits<C> traits, ConfigBinder binder, @Nullable Object tree, String path) {
    Bound<C> bound;
    try {
      bound =
          guard.call(PluginCall.CONFIGURE, () -> bound(traits.configType(), binder, tree, path));
    } catch (SinkException e) {
      bound = new Bound<>(Optional.empty(), List.of(new Problem(path, e.reason().message())));
    }
    C config = bound.config().orElseThrow(invalid(bound.problems()));
    return context -> traits.plugin().open(config, context);
  }

  private static <C extends Record> Bound<C> bound(
      Class<C> type, ConfigBinder binder, @Nullable Object tree, String path) {
    try {
      return new Bound<>(Optional.of(binder.bind(type, tree, path)), List.of());
    } catch (InvalidConfigException e) {
      return new Bound<>(Optional.empty(), e.problems());
    }
  }

  private static Supplier<InvalidConfigException> invalid(List<Problem> problems) {
    return () -> new InvalidConfigException(problems);
  }

  /** Opens a sink whose configuration is known to be sound. */
  @FunctionalInterface
  interface Opener {
    Sink<?> open(SinkContext context) throws SinkException;
  }
}
