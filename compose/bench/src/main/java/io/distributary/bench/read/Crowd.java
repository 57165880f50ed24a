package io.distributary.bench.read;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers who ask at the same time, each on a thread of its own, one question after the other. */
final class Crowd implements Closeable {
  private final List<Caller> callers;
  private final ExecutorService threads;

  Crowd(List<Caller> callers) {
    this.callers = callers;
    this.threads = Executors.newCachedThreadPool();
  }

  /** Lets all of them ask for so long; nanoseconds of each answer. */
  Timed ask(Duration length) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long end = begin + length.toNanos();
    List<Callable<long[]>> tasks = new ArrayList<>();
    callers.forEach(caller -> tasks.add(() -> ask(caller, end)));
    List<long[]> parts = new ArrayList<>();
    for (Future<long[]> part : threads.invokeAll(tasks)) {
      parts.add(answered(part));
    }
    return new Timed(
        parts.stream().flatMapToLong(Arrays::stream).toArray(), System.nanoTime() - begin);
  }

  private static long[] ask(Caller caller, long end) throws IOException {
    long[] nanos = new long[1024];
    int count = 0;
    for (long before = System.nanoTime(); before < end || count == 0; ) {
      caller.ask();
      long after = System.nanoTime();
      nanos = count == nanos.length ? Arrays.copyOf(nanos, 2 * count) : nanos;
      nanos[count++] = after - before;
      before = after;
    }
    return Arrays.copyOf(nanos, count);
  }

  private static long[] answered(Future<long[]> part) throws IOException, InterruptedException {
    try {
      return part.get();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    for (Caller caller : callers) {
      caller.close();
    }
  }
}
