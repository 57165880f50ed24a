package io.distributary.gateway.config;

import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.InvalidConfigException.Problem;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads the configuration from its file. */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads a YAML file; a relative {@code plugins} folder is taken from the file's own folder.
   *
   * @throws InvalidConfigException with all problems
   */
  public static GatewayConfig read(Path file, Map<String, String> environment) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (Reader reader = Files.newBufferedReader(file)) {
      Object tree = new Yaml(new SafeConstructor(options)).load(reader);
      return new ConfigBinder(environment)
          .bind(GatewayConfig.class, tree, "")
          .relativeTo(file.toAbsolutePath());
    } catch (MarkedYAMLException e) {
      throw invalid(
          "line " + (e.getProblemMark().getLine() + 1) + ": is not YAML: " + e.getProblem());
    } catch (IOException e) {
      throw invalid("The file cannot be read: " + file);
    }
  }

  private static InvalidConfigException invalid(String message) {
    return new InvalidConfigException(List.of(new Problem("", message)));
  }
}
