package io.distributary.servers.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "down",
    description = "Stops what `up` started: the gateway first, which finishes what it has begun.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(names = "--volumes", description = "Delete the data, too.")
  private boolean volumes;

  @Option(
      names = "--data",
      description = "Where everything is kept (default: ${DEFAULT-VALUE}).",
      defaultValue = ".distributary")
  private Path folder = Path.of(".distributary");

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    DataFolder data = DataFolder.of(folder);
    UpFile upFile = new UpFile(data);
    boolean ran = StackLock.isHeld(data.lock()) || !upFile.alive().isEmpty();
    if (ran) {
      stop(data, upFile);
    }
    out.println(ran ? "Stopped." : "Nothing is running in " + data.path() + ".");
    if (volumes) {
      data.delete();
    }
    return 0;
  }

  /** The supervisor stops the others. Without one the guards do, and this waits for them. */
  private static void stop(DataFolder data, UpFile upFile)
      throws IOException, InterruptedException {
    List<ProcessHandle> all = upFile.alive();
    if (StackLock.isHeld(data.lock())) {
      all.stream().limit(1).forEach(ProcessHandle::destroy);
    }
    if (!gone(data, all, PATIENCE)) {
      all.forEach(ProcessHandle::destroyForcibly);
      gone(data, all, PATIENCE);
    }
  }

  private static boolean gone(DataFolder data, List<ProcessHandle> all, Duration patience)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (all.stream().anyMatch(ProcessHandle::isAlive) || StackLock.isHeld(data.lock())) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return true;
  }
}
