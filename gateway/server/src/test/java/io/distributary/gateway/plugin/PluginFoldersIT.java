package io.distributary.gateway.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.gateway.config.ConfigBinder;
import io.distributary.gateway.config.GatewayConfig;
import io.distributary.sink.Action;
import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every sink is loaded from its folder as the build made it, by the loader that production uses.
 */
class PluginFoldersIT {
  private static final Path SINKS = Path.of(System.getProperty("distributary.root"), "sinks");

  @TempDir Path folder;

  @Test
  void allOurSinksAreFoundInTheirFolders() throws IOException {
    // When
    Map<String, LoadedPlugin> plugins =
        PluginFolders.load(linked("memory", "mongodb", "hbase", "neo4j", "elasticsearch"));

    // Then
    assertThat(plugins).containsOnlyKeys("memory", "mongodb", "hbase", "neo4j", "elasticsearch");
  }

  /** Port 9 of loopback is closed: whoever reaches it has linked all of its driver. */
  @ParameterizedTest
  @CsvSource({
    "mongodb, uri, mongodb://127.0.0.1:9",
    "hbase, quorum, 127.0.0.1:9",
    "neo4j, uri, bolt://127.0.0.1:9",
    "elasticsearch, uri, http://127.0.0.1:9"
  })
  void sinkOpenedAgainstAClosedPortAsksToTryAgain(String type, String component, String address)
      throws IOException {
    // Given
    try (ConfiguredPlugins plugins = configured(type, Map.of(component, address))) {
      // When, Then
      assertThatThrownBy(() -> plugins.byView().get("view").open(RevisionId.first("view")))
          .isInstanceOfSatisfying(
              SinkException.class,
              e -> assertThat(e.action()).as(e.toString()).isEqualTo(Action.RETRY));
    }
  }

  @Test
  void pluginSeesItsOwnLibrariesAndTheContractOnly() throws Exception {
    // Given
    ClassLoader loader = PluginFolders.load(linked("memory")).get("memory").loader();

    // When, Then
    assertThat(loader.loadClass(Sink.class.getName())).isSameAs(Sink.class);
    assertThatThrownBy(() -> loader.loadClass("io.vertx.core.Vertx"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> loader.loadClass("io.distributary.gateway.Gateway"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void problemsOfAllViewsAreSaidAtOnce() throws IOException {
    // Given
    Map<String, LoadedPlugin> plugins = PluginFolders.load(linked("memory", "mongodb"));
    Map<String, GatewayConfig.ConfiguredView> views =
        Map.of(
            "views[0]", new GatewayConfig.ConfiguredView("a", "mongodb", Map.of("databse", "x")),
            "views[1]", new GatewayConfig.ConfiguredView("b", "nosuch", Map.of()),
            "views[2]", new GatewayConfig.ConfiguredView("c", "memory", Map.of()));

    // When, Then
    assertThatThrownBy(() -> configured(views, plugins))
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(InvalidConfigException.Problem::path)
                    .contains(
                        "views[0].config.databse",
                        "views[0].config.uri",
                        "views[1].type",
                        "views[2].config.namespace"));
  }

  @Test
  void folderWithoutAPluginIsNamed() throws IOException {
    // Given
    Files.createDirectories(folder.resolve("plugins/empty"));

    // When, Then
    assertThatThrownBy(() -> PluginFolders.load(folder.resolve("plugins")))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("empty");
  }

  private ConfiguredPlugins configured(String type, Map<String, Object> config) throws IOException {
    return configured(
        Map.of("views[0]", new GatewayConfig.ConfiguredView("view", type, config)),
        PluginFolders.load(linked(type)));
  }

  private static ConfiguredPlugins configured(
      Map<String, GatewayConfig.ConfiguredView> views, Map<String, LoadedPlugin> plugins) {
    return new ConfiguredPlugins(
        views,
        plugins,
        new ConfigBinder(Map.of()),
        Duration.ofSeconds(60),
        new SimpleMeterRegistry(),
        Clock.systemUTC());
  }

  private Path linked(String... names) throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    for (String name : Stream.of(names).toList()) {
      Files.createSymbolicLink(plugins.resolve(name), SINKS.resolve(name).resolve("target/plugin"));
    }
    return plugins;
  }
}
