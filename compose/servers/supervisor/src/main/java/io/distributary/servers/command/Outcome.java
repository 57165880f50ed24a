package io.distributary.servers.command;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Tells the script that waits for a detached {@code up} how it went: a file with this process's pid
 * and the exit code.
 */
final class Outcome {
  private final Path file;
  private boolean written;

  Outcome(Path file) {
    this.file = file;
  }

  /** The first outcome counts. */
  synchronized void writeUnlessWritten(int exitCode) throws IOException {
    if (!written) {
      AtomicFile.write(file, ProcessHandle.current().pid() + " " + exitCode + "\n");
      written = true;
    }
  }
}
