package io.distributary.servers.elasticsearch;

import io.distributary.servers.boot.BootArguments;
import io.distributary.servers.boot.Heartbeat;
import io.distributary.servers.boot.ReadyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Runs one node: {@code --home DIR --data DIR --port N --transport-port N}, where {@code home} has
 * the modules. Ends upon SIGTERM.
 */
public final class Boot {
  private static final String NAME = "distributary";

  private Boot() {}

  /** Runs until it is told to end. */
  public static void main(String[] words) throws Exception {
    BootArguments arguments = new BootArguments(words);
    Path data = arguments.freshData();
    int port = arguments.port("port");
    Settings settings =
        settings(arguments.path("home"), data, port, arguments.port("transport-port"));
    Node node = start(settings, logConfiguration(data));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop-elasticsearch"));
    FirstDocument.writeAndRead(port);
    ReadyFile.write(data, "Elasticsearch (server core)");
    Heartbeat.start(data, FirstDocument.look(port));
    Thread.currentThread().join();
  }

  private static Settings settings(Path home, Path data, int port, int transportPort) {
    return Settings.builder()
        .put("path.home", home.toString())
        .put("path.data", data.resolve("data").toString())
        .put("path.logs", data.resolve("logs").toString())
        .put("cluster.name", NAME)
        .put("node.name", NAME)
        .put("discovery.type", "single-node")
        .put("network.host", "127.0.0.1")
        .put("http.type", "netty4")
        .put("http.port", port)
        .put("transport.type", "netty4")
        .put("transport.port", transportPort)
        .put("cluster.routing.allocation.disk.threshold_enabled", false)
        .put("action.destructive_requires_name", true)
        // What requests may hold together, below the breaker for all of the heap (95 %).
        .put("indices.breaker.request.limit", "40%")
        .put("indices.breaker.fielddata.limit", "30%")
        .put("network.breaker.inflight_requests.limit", "30%")
        .put("http.max_content_length", "64mb")
        .build();
  }

  /** Elasticsearch reads its log configuration from a folder, not from the class path. */
  private static Path logConfiguration(Path data) throws IOException {
    Path folder = Files.createDirectories(data.resolve("conf"));
    try (InputStream text = Boot.class.getResourceAsStream("/log4j2.properties")) {
      Files.copy(
          Objects.requireNonNull(text),
          folder.resolve("log4j2.properties"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    return folder;
  }

  private static Node start(Settings settings, Path configuration) throws Exception {
    LogConfigurator.registerErrorListener();
    LogConfigurator.setNodeName(NAME);
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), configuration, () -> NAME);
    LogConfigurator.configure(environment, true);
    boolean asJavaModules = false;
    PluginsLoader modules =
        PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
            Map.of(),
            asJavaModules);
    return new Node(environment, modules).start();
  }

  private static void stop(Node node) {
    try {
      node.prepareForClose();
      node.close();
      node.awaitClose(20, TimeUnit.SECONDS);
    } catch (IOException e) {
      e.printStackTrace();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
