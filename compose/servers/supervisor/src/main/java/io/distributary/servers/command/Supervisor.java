package io.distributary.servers.command;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The loop that keeps a stack up. Servers start all at once; the gateway as soon as Kafka, the one
 * that it cannot do without, is ready.
 */
final class Supervisor {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);

  private final List<Child> servers;
  private final Child kafka;
  private final Child gateway;
  private final String gatewayUrl;
  private final Map<String, Integer> ports;
  private final UpFile upFile;
  private final PrintStream out;
  private final long begun = System.nanoTime();
  private final CountDownLatch allReady = new CountDownLatch(1);
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private UpFile.@Nullable Contents written;

  /**
   * @param ports the one that clients use, by server
   */
  Supervisor(
      List<Child> servers,
      Child gateway,
      String gatewayUrl,
      Map<String, Integer> ports,
      UpFile upFile,
      PrintStream out) {
    this.servers = List.copyOf(servers);
    this.kafka =
        servers.stream().filter(child -> child.name().equals("kafka")).findAny().orElseThrow();
    this.gateway = gateway;
    this.gatewayUrl = gatewayUrl;
    this.ports = new TreeMap<>(ports);
    this.upFile = upFile;
    this.out = out;
  }

  /**
   * Runs the stack until {@link #stop} is called, or until it could not be brought up.
   *
   * @return whether it had been ready
   */
  boolean run() throws IOException, InterruptedException {
    try {
      do {
        Optional<Child> hopeless = look();
        if (allReady.getCount() > 0 && (hopeless.isPresent() || tooLate())) {
          explain(hopeless.or(this::firstNotReady));
          return false;
        }
      } while (!stopRequested.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
      return allReady.getCount() == 0;
    } finally {
      stopAll();
      stopped.countDown();
    }
  }

  /** Asks the loop to stop everything, and waits until nothing runs any more. */
  void stop() throws InterruptedException {
    stopRequested.countDown();
    stopped.await();
  }

  /** Waits until all of it is ready for the first time; false: it never will be. */
  boolean awaitReady() throws InterruptedException {
    while (!allReady.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
      if (stopRequested.getCount() == 0 || stopped.getCount() == 0) {
        return false;
      }
    }
    return true;
  }

  private Optional<Child> look() throws IOException {
    Optional<Child> hopeless = Optional.empty();
    for (Child child : children()) {
      if (child == gateway && !kafka.isReady() && gateway.handle().isEmpty()) {
        continue;
      }
      Child.News news = child.look(System.nanoTime());
      report(child, news);
      if (news == Child.News.DIED_OFTEN) {
        hopeless = Optional.of(child);
      }
    }
    writeUpFile();
    if (allReady.getCount() > 0 && children().stream().allMatch(Child::isReady)) {
      allReady.countDown();
    }
    return hopeless;
  }

  private List<Child> children() {
    List<Child> all = new ArrayList<>(servers);
    all.add(gateway);
    return all;
  }

  private void report(Child child, Child.News news) throws IOException {
    switch (news) {
      case NONE, STARTED -> {}
      case READY -> say(child, "ready" + remark(child));
      case HUNG ->
          say(
              child,
              "has answered nothing for "
                  + child.patience().toSeconds()
                  + " s: it is killed and started again");
      case DIED -> say(child, "died and is started again (its log: compose/distributary logs)");
      case DIED_OFTEN ->
          say(child, "died " + child.deaths() + " (its log: compose/distributary logs)");
    }
  }

  private static String remark(Child child) throws IOException {
    String message = child.readyMessage();
    return message.isEmpty() ? "" : " (" + message + ")";
  }

  private void say(Child child, String what) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    out.printf(Locale.ROOT, "%6.1f s  %-13s %s%n", seconds, child.name(), what);
    out.flush();
  }

  private void writeUpFile() throws IOException {
    Map<String, UpFile.Running> running = new LinkedHashMap<>();
    servers.forEach(child -> running.put(child.name(), running(child)));
    UpFile.Contents now = new UpFile.Contents(gatewayUrl, running(gateway), ports, running);
    if (!now.equals(written)) {
      upFile.write(now);
      written = now;
    }
  }

  private static UpFile.Running running(Child child) {
    return new UpFile.Running(child.handle(), child.isReady(), child.silentSince());
  }

  private boolean tooLate() {
    return System.nanoTime() - begun > READY_WITHIN.toNanos();
  }

  private Optional<Child> firstNotReady() {
    return children().stream().filter(child -> !child.isReady()).findFirst();
  }

  private void explain(Optional<Child> failed) throws IOException {
    if (failed.isPresent()) {
      out.println(failed.get().name() + " did not become ready. The end of its log:");
      failed.get().lastLines().forEach(line -> out.println("    " + line));
    }
  }

  /** The gateway first, so that it can finish what it has begun. */
  private void stopAll() throws IOException {
    gateway.requestStop();
    gateway.awaitEnd();
    for (Child child : servers) {
      child.requestStop();
    }
    servers.forEach(Child::awaitEnd);
    upFile.delete();
  }
}
