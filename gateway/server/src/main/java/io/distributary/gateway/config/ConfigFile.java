package io.distributary.gateway.config;

import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.InvalidConfigException.Problem;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A configuration's YAML file, read. What is sound of it can be had although the rest is not, so
 * that all problems can be said at once, those of the plugins' own configuration included.
 */
public final class ConfigFile {
  private final Path file;
  private final @Nullable Object tree;
  private final ConfigBinder binder;

  private ConfigFile(Path file, @Nullable Object tree, ConfigBinder binder) {
    this.file = file;
    this.tree = tree;
    this.binder = binder;
  }

  /**
   * @throws InvalidConfigException when the file cannot be read, or is not YAML
   */
  public static ConfigFile read(Path file, Map<String, String> environment) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (Reader reader = Files.newBufferedReader(file)) {
      Object tree = new Yaml(new SafeConstructor(options)).load(reader);
      return new ConfigFile(file, tree, new ConfigBinder(environment));
    } catch (MarkedYAMLException e) {
      throw invalid(
          "line " + (e.getProblemMark().getLine() + 1) + ": is not YAML: " + e.getProblem());
    } catch (IOException e) {
      throw invalid("The file cannot be read: " + file);
    }
  }

  /**
   * The whole; a relative {@code plugins} folder is taken from where the file lies.
   *
   * @throws InvalidConfigException with all problems, save those of the plugins' own configuration
   */
  public GatewayConfig config() {
    return binder.bind(GatewayConfig.class, tree, "").relativeTo(file.toAbsolutePath());
  }

  /** What is wrong with the whole, plugins' own configuration aside. */
  public List<Problem> problems() {
    try {
      config();
      return List.of();
    } catch (InvalidConfigException e) {
      return e.problems();
    }
  }

  /** The folder of plugins, whatever else is wrong. */
  public Path plugins() {
    if (problems().isEmpty()) {
      return config().plugins();
    }
    Object named = tree instanceof Map<?, ?> map ? map.get("plugins") : null;
    return file.toAbsolutePath()
        .resolveSibling(named == null ? GatewayConfig.PLUGINS : named.toString());
  }

  /**
   * The views that are sound in themselves, whatever else is wrong, by their paths: {@code
   * views[0]}.
   */
  public Map<String, GatewayConfig.ConfiguredView> views() {
    Map<String, GatewayConfig.ConfiguredView> sound = new LinkedHashMap<>();
    List<?> listed =
        tree instanceof Map<?, ?> map && map.get("views") instanceof List<?> list
            ? list
            : List.of();
    for (int i = 0; i < listed.size(); i++) {
      String path = "views[" + i + "]";
      try {
        sound.put(path, binder.bind(GatewayConfig.ConfiguredView.class, listed.get(i), path));
      } catch (InvalidConfigException e) {
        continue; // problems() tells of it
      }
    }
    return sound;
  }

  /** Binds with the same environment. */
  public ConfigBinder binder() {
    return binder;
  }

  private static InvalidConfigException invalid(String message) {
    return new InvalidConfigException(List.of(new Problem("", message)));
  }
}
