package io.distributary.servers.mongodb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real {@code mongod} as a child of this process, behind a guard of its own, so that it never
 * outlives it.
 */
final class Mongod {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int GRACE_SECONDS = 20;

  private final Process guard;

  private Mongod(Process guard) {
    this.guard = guard;
  }

  /**
   * Starts it and waits until it answers; empty when it ends before (a wrong processor, a missing
   * library).
   */
  static Optional<Mongod> start(Path binary, Path data, int port)
      throws IOException, InterruptedException {
    Path pidFile = data.resolve("mongod.pid");
    Mongod mongod = new Mongod(guarded(command(binary, data, port), pidFile).start());
    Runtime.getRuntime().addShutdownHook(new Thread(mongod::stop, "stop-mongod"));
    if (!mongod.answers(port)) {
      return Optional.empty();
    }
    passOn(pidFile);
    return Optional.of(mongod);
  }

  int waitFor() throws InterruptedException {
    return guard.waitFor();
  }

  private static List<String> command(Path binary, Path data, int port) throws IOException {
    Path own = Files.createDirectories(data.resolve("mongod"));
    return List.of(
        binary.toString(),
        "--dbpath=" + own,
        "--bind_ip=127.0.0.1",
        "--port=" + port,
        "--nounixsocket",
        "--quiet",
        "--slowms=2000000000", // the log of slow operations quotes what people sent
        "--wiredTigerCacheSizeGB=0.25");
  }

  private static ProcessBuilder guarded(List<String> command, Path pidFile) {
    List<String> words = new ArrayList<>();
    String guard = System.getenv("DISTRIBUTARY_GUARD"); // set by the guard of this process
    if (guard != null) {
      words.addAll(List.of("/bin/sh", guard, pidFile.toString(), Integer.toString(GRACE_SECONDS)));
    }
    words.addAll(command);
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT);
  }

  private boolean answers(int port) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (guard.isAlive()) {
      if (FirstDocument.answersPing(port)) {
        return true;
      }
      if (System.nanoTime() > end) {
        stop();
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return false;
  }

  /** Whoever wants this server's process id means mongod's, not that of the JVM before it. */
  private static void passOn(Path pidFile) throws IOException {
    String announced = System.getenv("DISTRIBUTARY_PID_FILE");
    if (announced != null && Files.exists(pidFile)) {
      Files.writeString(Path.of(announced), Files.readString(pidFile));
    }
  }

  private void stop() {
    try {
      guard.getOutputStream().close();
      if (System.getenv("DISTRIBUTARY_GUARD") == null) {
        guard.destroy();
      }
      guard.waitFor();
    } catch (IOException e) {
      guard.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
