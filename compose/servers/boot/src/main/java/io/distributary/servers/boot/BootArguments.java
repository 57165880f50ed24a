package io.distributary.servers.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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

  /**
   * What a file holds, without the white space at its end; empty when the file is not named. It
   * must not stand on the command line, which everybody on the machine can read.
   */
  public Optional<String> contentOf(String name) throws IOException {
    return values.containsKey(name)
        ? Optional.of(Files.readString(path(name)).stripTrailing())
        : Optional.empty();
  }

  private String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("Missing --" + name);
    }
    return value;
  }
}
