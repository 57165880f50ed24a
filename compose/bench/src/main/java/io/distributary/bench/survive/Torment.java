package io.distributary.bench.survive;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Kills and freezes the processes of a stack, one after the other, as a seed says. A process that
 * was killed is left alone until it runs again and has had some time.
 */
final class Torment {
  private static final int LONGEST_FREEZE_S = 15;
  private static final int LONGEST_PAUSE_S = 8;
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(25);

  private final StackUnderTest stack;
  private final Random random;
  private final PrintStream progress;
  private final Map<String, Long> spared = new HashMap<>();
  private final Map<String, Integer> done = new TreeMap<>();
  private final long begun = System.nanoTime();

  Torment(StackUnderTest stack, long seed, PrintStream progress) {
    this.stack = stack;
    this.random = new Random(seed);
    this.progress = progress;
  }

  /** How often what was done to whom: {@code kill kafka} and the like. */
  Map<String, Integer> done() {
    return done;
  }

  /** Goes on for so long; nothing is frozen afterwards. */
  void run(Duration length) throws IOException, InterruptedException {
    while (System.nanoTime() - begun < length.toNanos()) {
      TimeUnit.SECONDS.sleep(1 + random.nextInt(LONGEST_PAUSE_S));
      List<Map.Entry<String, Long>> able = able();
      if (!able.isEmpty()) {
        strike(able.get(random.nextInt(able.size())));
      }
    }
  }

  private List<Map.Entry<String, Long>> able() throws IOException {
    List<Map.Entry<String, Long>> able = new ArrayList<>();
    for (Map.Entry<String, Long> process : stack.processes().entrySet()) {
      long until = spared.getOrDefault(process.getKey(), begun);
      if (System.nanoTime() - until >= 0) {
        able.add(process);
      }
    }
    return able;
  }

  private void strike(Map.Entry<String, Long> process) throws IOException, InterruptedException {
    spared.put(process.getKey(), System.nanoTime() + GRACE_NANOS);
    if (random.nextBoolean()) {
      note("kill", process, "");
      signal("KILL", process.getValue());
      return;
    }
    int seconds = 1 + random.nextInt(LONGEST_FREEZE_S);
    note("freeze", process, " for " + seconds + " s");
    signal("STOP", process.getValue());
    try {
      TimeUnit.SECONDS.sleep(seconds);
    } finally {
      signal("CONT", process.getValue());
    }
  }

  private void note(String what, Map.Entry<String, Long> process, String more) {
    done.merge(what + " " + process.getKey(), 1, Integer::sum);
    progress.printf(
        Locale.ROOT,
        "  %4d s  %s %s (pid %d)%s%n",
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun),
        what,
        process.getKey(),
        process.getValue(),
        more);
  }

  /** A process that is gone meanwhile needs no signal. */
  private static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("/bin/kill", "-" + name, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
