package io.distributary.servers.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The project's folder: what Maven says, else the nearest above this one that has {@code
 * compose/servers}.
 */
final class ProjectRoot {
  private ProjectRoot() {}

  static Path find() {
    String told = System.getProperty("distributary.root");
    if (told != null) {
      return Path.of(told).toAbsolutePath();
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("compose/servers"))) {
        return folder;
      }
    }
    throw new IllegalStateException("Not within the project: " + here);
  }
}
