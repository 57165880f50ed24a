package io.distributary.servers.mongodb;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Where this machine has a {@code mongod}, if it has one: {@value #VARIABLE}, else the PATH. */
final class MongodBinary {
  static final String VARIABLE = "DISTRIBUTARY_MONGOD";

  private MongodBinary() {}

  /**
   * What was found.
   *
   * @param why a few words for the user
   */
  record Search(Optional<Path> binary, String why) {}

  static Search find(Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return named(Path.of(named));
    }
    return onPath(environment.getOrDefault("PATH", ""));
  }

  private static Search named(Path binary) {
    if (Files.isExecutable(binary)) {
      return new Search(Optional.of(binary), VARIABLE + "=" + binary);
    }
    return new Search(
        Optional.empty(), VARIABLE + " names " + binary + ", which cannot be executed");
  }

  private static Search onPath(String path) {
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "mongod"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(binary -> new Search(Optional.of(binary), binary + " on the PATH"))
        .orElseGet(() -> new Search(Optional.empty(), "no mongod on the PATH and no " + VARIABLE));
  }
}
