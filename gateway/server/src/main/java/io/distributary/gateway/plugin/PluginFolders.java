package io.distributary.gateway.plugin;

import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Loads every sink plugin from its own folder, {@code plugins/<name>/*.jar}. There is no other way
 * to load one.
 */
public final class PluginFolders {

  private PluginFolders() {}

  /**
   * @return plugins by their type
   * @throws PluginException when a folder holds no plugin, or a type stands twice
   */
  public static Map<String, LoadedPlugin> load(Path folder) {
    Map<String, LoadedPlugin> byType = new TreeMap<>();
    for (Path plugin : foldersIn(folder)) {
      for (LoadedPlugin loaded : loadOne(plugin)) {
        if (byType.putIfAbsent(loaded.type(), loaded) != null) {
          throw new PluginException(
              "Two plugins have the type '" + loaded.type() + "'; one of them is in " + plugin);
        }
      }
    }
    return byType;
  }

  private static List<LoadedPlugin> loadOne(Path folder) {
    String name = folder.getFileName().toString();
    PluginClassLoader loader =
        new PluginClassLoader(name, jarsIn(folder), PluginFolders.class.getClassLoader());
    PluginGuard guard = PluginGuard.ofFolder(name, loader);
    List<LoadedPlugin> found = new ArrayList<>();
    try {
      for (SinkPlugin<?> plugin : guard.call(PluginCall.LOAD, () -> plugins(loader))) {
        found.add(LoadedPlugin.of(plugin, loader, guard));
      }
    } catch (SinkException e) {
      throw new PluginException(
          "The plugin in " + folder + " cannot be loaded. " + e.reason().message());
    }
    if (found.isEmpty()) {
      throw new PluginException(
          "No sink plugin in "
              + folder
              + ": its jars name none in META-INF/services/"
              + SinkPlugin.class.getName());
    }
    return found;
  }

  private static List<SinkPlugin<?>> plugins(PluginClassLoader loader) {
    List<SinkPlugin<?>> found = new ArrayList<>();
    for (SinkPlugin<?> plugin : ServiceLoader.load(SinkPlugin.class, loader)) {
      if (plugin.getClass().getClassLoader() == loader) {
        found.add(plugin);
      }
    }
    return found;
  }

  private static List<Path> foldersIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new PluginException("There is no folder of plugins at " + folder);
    }
    return listed(folder, Files::isDirectory);
  }

  private static URL[] jarsIn(Path folder) {
    return listed(folder, file -> file.toString().endsWith(".jar")).stream()
        .map(PluginFolders::url)
        .toArray(URL[]::new);
  }

  private static List<Path> listed(Path folder, java.util.function.Predicate<Path> wanted) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
