package io.distributary.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something that can be started as a guarded child process: one of the five servers, the gateway,
 * or any other command.
 *
 * <p>What the child promises: it creates the file {@code ready} in its folder once a real operation
 * has succeeded, writes the file {@code alive} anew whenever another one has, and ends in an
 * orderly way upon SIGTERM.
 *
 * @param name how it is called in messages
 * @param command the program and its arguments
 * @param environment added to this process's own
 * @param folder the child's own; holds {@code ready}, {@code alive} and {@code pid}
 * @param log gets the child's stdout and stderr; the log of the run before is kept beside it as
 *     {@code <log>.1}
 * @param grace between SIGTERM and SIGKILL, in whole seconds; zero kills almost at once
 */
public record ServerLaunch(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path folder,
    Path log,
    Duration grace) {

  /** Keeps its own copies, and absolute paths. */
  public ServerLaunch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    folder = folder.toAbsolutePath();
    log = log.toAbsolutePath();
  }

  /** Starts the child and returns at once; {@link ServerProcess#awaitReady} waits for it. */
  public ServerProcess start() throws IOException {
    Files.createDirectories(folder);
    Files.createDirectories(log.getParent());
    Files.deleteIfExists(readyFile());
    Files.deleteIfExists(aliveFile());
    Files.deleteIfExists(pidFile());
    keepOldLog();
    return new ServerProcess(this, guarded().start());
  }

  /** The same, to be ended with another grace time. */
  public ServerLaunch withGrace(Duration other) {
    return new ServerLaunch(name, command, environment, folder, log, other);
  }

  /** Exists once the child has done something real. */
  public Path readyFile() {
    return folder.resolve("ready");
  }

  /** Written anew whenever the child has done something real again. */
  Path aliveFile() {
    return folder.resolve("alive");
  }

  /** Holds the child's process id (not the guard's) while it runs. */
  Path pidFile() {
    return folder.resolve("pid");
  }

  private ProcessBuilder guarded() throws IOException {
    List<String> words = new ArrayList<>();
    words.add("/bin/sh");
    words.add(guardScript().toString());
    words.add(pidFile().toString());
    words.add(Long.toString(grace.toSeconds()));
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    return builder
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
  }

  /** Moved into place, never overwritten: a shell reads its script while it runs. */
  private Path guardScript() throws IOException {
    Path script = folder.resolve("guard.sh");
    Path fresh = folder.resolve("guard.sh.new");
    try (InputStream text = ServerLaunch.class.getResourceAsStream("guard.sh")) {
      if (text == null) {
        throw new IllegalStateException("guard.sh is missing from the class path");
      }
      Files.copy(text, fresh, StandardCopyOption.REPLACE_EXISTING);
    }
    return Files.move(fresh, script, StandardCopyOption.REPLACE_EXISTING);
  }

  private void keepOldLog() throws IOException {
    if (Files.exists(log)) {
      Path old = log.resolveSibling(log.getFileName() + ".1");
      Files.move(log, old, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
