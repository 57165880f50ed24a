package io.distributary.servers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A child that was started, with its guard. It ends when it wants to, when {@link #stop} or {@link
 * #kill} is called, or when this process is gone, whichever comes first. Safe for use by several
 * threads.
 */
public final class ServerProcess implements AutoCloseable {
  private static final int LINES_SHOWN = 40;
  private static final Duration POLL = Duration.ofMillis(50);

  private final ServerLaunch launch;
  private final Process guard;
  private final CompletableFuture<Integer> exit;

  ServerProcess(ServerLaunch launch, Process guard) {
    this.launch = launch;
    this.guard = guard;
    this.exit = guard.onExit().thenApply(this::buried);
  }

  /** What was started. */
  public ServerLaunch launch() {
    return launch;
  }

  /**
   * The child's own process id; empty before the guard has noted it and after the child has ended.
   */
  public Optional<ProcessHandle> handle() {
    try {
      String pid = Files.readString(launch.pidFile()).strip();
      return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
    } catch (NoSuchFileException notRunning) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + launch.pidFile(), e);
    }
  }

  /** Whether the child, or the guard that is about to end it, still runs. */
  public boolean isAlive() {
    return !exit.isDone();
  }

  /**
   * Completes with the child's exit status once it and its guard are gone (128 + signal when a
   * signal ended it).
   */
  public CompletableFuture<Integer> onExit() {
    return exit.copy();
  }

  /** Whether the child has said that a real operation succeeded, and has not ended since. */
  public boolean isReady() {
    return isAlive() && Files.exists(launch.readyFile());
  }

  /**
   * When the child last said that something real succeeded; empty when it has not, or has ended. By
   * the clock of the file system: good for telling one answer from the next.
   */
  public Optional<Instant> lastAnswer() {
    try {
      return isAlive()
          ? Optional.of(Files.getLastModifiedTime(launch.aliveFile()).toInstant())
          : Optional.empty();
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  /** What the child wrote into its ready file: one line about what runs and why, or nothing. */
  public String readyMessage() throws IOException {
    return Files.readString(launch.readyFile()).strip();
  }

  /**
   * Waits until the child is ready.
   *
   * @throws ServerFailedException when it ends before, or is not ready in time (it then still runs)
   */
  public void awaitReady(Duration timeout) throws IOException, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!isReady()) {
      if (!isAlive()) {
        throw failure("ended with status " + exit.join() + " before it was ready");
      }
      if (System.nanoTime() > end) {
        throw failure("was not ready after " + timeout.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
  }

  /**
   * Asks the guard to end the child (SIGTERM, then SIGKILL after the grace time), without waiting
   * for it.
   */
  public void requestStop() throws IOException {
    guard.getOutputStream().close();
  }

  /** {@link #requestStop}, and waits until the child is gone. */
  public void stop() throws IOException, InterruptedException {
    requestStop();
    guard.waitFor();
    exit.join();
  }

  /**
   * SIGKILL to the child, without waiting for it. What stands between guard and child, if anything
   * does, is asked to end too.
   */
  public void requestKill() throws IOException {
    handle().ifPresent(ProcessHandle::destroyForcibly);
    requestStop();
  }

  /** SIGKILL to the child, as a crash would be; waits until it is gone. */
  public void kill() throws IOException, InterruptedException {
    Optional<ProcessHandle> child = handle();
    if (child.isPresent()) {
      child.get().destroyForcibly();
    } else {
      requestStop(); // the guard has not noted its child yet
    }
    guard.waitFor();
    exit.join();
  }

  /** The last lines of the log, at most {@code count}. */
  public List<String> lastLines(int count) throws IOException {
    byte[] bytes = tail(launch.log(), 64 * 1024);
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }

  /** Stops the child and waits. */
  @Override
  public void close() throws IOException {
    requestStop();
    exit.join();
  }

  private ServerFailedException failure(String what) throws IOException {
    return new ServerFailedException(what, launch, lastLines(LINES_SHOWN));
  }

  /** A guard that was itself killed leaves its child behind: the child must not outlive it. */
  private int buried(Process ended) {
    Optional<ProcessHandle> orphan = handle();
    orphan.ifPresent(
        child -> {
          child.destroyForcibly();
          child.onExit().join();
        });
    return ended.exitValue();
  }

  private static byte[] tail(Path file, int limit) throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - limit));
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(limit, channel.size()));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      return Arrays.copyOf(buffer.array(), buffer.position());
    } catch (NoSuchFileException none) {
      return new byte[0];
    }
  }
}
