package io.distributary.bench;

import io.distributary.bench.Contender.Setting;
import io.distributary.bench.events.Stream;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.servers.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A contender at work on a stream of its own, from its start to its end. */
final class Run implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int LINES_SHOWN = 20;

  private final Stream stream;
  private final List<String> groups;
  private final ServerProcess process;

  private Run(Stream stream, List<String> groups, ServerProcess process) {
    this.stream = stream;
    this.groups = groups;
    this.process = process;
  }

  static Run start(Contender contender, Setting setting)
      throws IOException, ExecutionException, InterruptedException {
    Stream stream = Stream.create(setting.addresses().bootstrapServers(), setting.namespace());
    try {
      return new Run(stream, contender.groups(setting), contender.launch(setting).start());
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /** Appends events and waits until they are in all stores. */
  Measurement measure(List<EncodedEvent> events)
      throws BenchFailedException, IOException, ExecutionException, InterruptedException {
    stream.append(events);
    Duration before = cpu();
    long begun = System.nanoTime();
    stream.show();
    await();
    return new Measurement(Duration.ofNanos(System.nanoTime() - begun), cpu().minus(before));
  }

  /** What the process has used. */
  Duration cpu() {
    return process.handle().flatMap(child -> child.info().totalCpuDuration()).orElse(Duration.ZERO);
  }

  private void await()
      throws BenchFailedException, IOException, ExecutionException, InterruptedException {
    long applied = -1;
    long moved = System.nanoTime();
    while (!isApplied()) {
      long now = applied();
      if (now != applied) {
        applied = now;
        moved = System.nanoTime();
      }
      if (!process.isAlive() || System.nanoTime() - moved > PATIENCE.toNanos()) {
        throw failure();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
  }

  private boolean isApplied() throws ExecutionException, InterruptedException {
    for (String group : groups) {
      if (!stream.isApplied(group)) {
        return false;
      }
    }
    return true;
  }

  private long applied() throws ExecutionException, InterruptedException {
    long sum = 0;
    for (String group : groups) {
      sum += stream.applied(group);
    }
    return sum;
  }

  private BenchFailedException failure() throws IOException {
    String what = process.isAlive() ? " has stood still for too long" : " has ended";
    return new BenchFailedException(
        process.launch().name()
            + what
            + ". The end of its log:\n"
            + String.join("\n", process.lastLines(LINES_SHOWN)));
  }

  @Override
  public void close() throws IOException {
    process.close();
    stream.close();
  }
}
