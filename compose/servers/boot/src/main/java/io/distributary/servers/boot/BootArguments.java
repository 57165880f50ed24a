package io.distributary.servers.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The command line of a server: pairs of {@code --name value}. */
public final class BootArguments {
  private final Map<String, String> values = new HashMap<>();

  /** Reads the pairs; an odd word is refused. */
  public BootArguments(String... words) {
    for (int i = 0; i < words.length; i += 2) {
      if (!words[i].startsWith("--") || i + 1 == words.length) {
        throw new IllegalArgumentException("Expected --name value, found: " + words[i]);
      }
      values.put(words[i].substring(2), words[i + 1]);
    }
  }

  /** The server's data folder, made if it is missing, without the ready file of an earlier run. */
  public Path freshData() throws IOException {
    Path data = Files.createDirectories(path("data"));
    ReadyFile.remove(data);
    return data;
  }

  /** A folder or file, absolute. */
  public Path path(String name) {
    return Path.of(text(name)).toAbsolutePath();
  }

  /** A port. */
  public int port(String name) {
    return Integer.parseInt(text(name));
  }

  private String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("Missing --" + name);
    }
    return value;
  }
}
