package io.distributary.servers.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The file {@code ready} in a server's data folder: it exists once the server has done something
 * real.
 */
public final class ReadyFile {
  private ReadyFile() {}

  /** Says that the server is ready. Whoever sees the file sees all of it. */
  public static void write(Path data, String whatRuns) throws IOException {
    Path fresh = data.resolve("ready.new");
    Files.writeString(fresh, whatRuns + "\n");
    Files.move(fresh, file(data), StandardCopyOption.ATOMIC_MOVE);
  }

  static void remove(Path data) throws IOException {
    Files.deleteIfExists(file(data));
  }

  private static Path file(Path data) {
    return data.resolve("ready");
  }
}
