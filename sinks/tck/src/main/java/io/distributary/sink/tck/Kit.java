package io.distributary.sink.tck;

import io.distributary.sink.RevisionId;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * Runs rules against one plugin. All rules share one open sink, as stores are slow to make tables;
 * each has resources of its own.
 */
public final class Kit implements AutoCloseable {
  private final SinkFixture<?> fixture;
  private final long seed;
  private final String namespace = "kit" + Long.toString(System.nanoTime(), 36).replace("-", "m");
  private final AtomicInteger revisions = new AtomicInteger(1);
  private @Nullable View shared;
  private int rules;

  /**
   * @param seed of all that is drawn; the same seed makes the same events
   */
  public Kit(SinkFixture<?> fixture, long seed) {
    this.fixture = fixture;
    this.seed = seed;
  }

  /** All rules, in the order in which they are best run: those that write much last. */
  public static List<RuleGroup> groups() {
    return List.of(
        ConfiguringRules.group(),
        OpeningRules.group(),
        ProjectingRules.group(),
        WritingRules.group(),
        GuardingRules.group(),
        DeletingRules.group(),
        FoldingRules.group(),
        ReadingRules.group(),
        ChartRules.group(),
        TypeRules.group(),
        HistoryRules.group(),
        AsOfRules.group(),
        QueryRules.group(),
        MaintenanceRules.group(),
        RepairingRules.group(),
        TamperingRules.group(),
        SecrecyRules.group(),
        ContentRules.group(),
        VolumeRules.group(),
        ContentRules.largeGroup());
  }

  /** Runs every rule. */
  public Report run() {
    return run(rule -> true);
  }

  /** Runs the wanted rules. */
  public Report run(Predicate<Rule> wanted) {
    return new Report(
        groups().stream()
            .flatMap(group -> group.rules().stream())
            .filter(wanted)
            .map(this::find)
            .toList());
  }

  private Report.Finding find(Rule rule) {
    try {
      check(rule);
      return new Report.Finding(rule, Report.Verdict.KEPT, "");
    } catch (TestAbortedException e) {
      return new Report.Finding(rule, Report.Verdict.SKIPPED, String.valueOf(e.getMessage()));
    } catch (AssertionError e) {
      return new Report.Finding(rule, Report.Verdict.BROKEN, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Runs one rule, for as long as the fixture's patience.
   *
   * @throws AssertionError when the sink breaks the rule
   * @throws TestAbortedException when the sink does not offer what the rule is about
   */
  public void check(Rule rule) {
    FutureTask<@Nullable Void> task = new FutureTask<>(() -> runOn(rule));
    Thread thread = new Thread(task, "kit " + rule.name());
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(fixture.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      String stack = stack(thread);
      task.cancel(true);
      shared = null;
      throw broken(rule, "still not back after " + fixture.patience() + stack, e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw broken(rule, "interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TestAbortedException skipped) {
        throw skipped;
      }
      throw broken(rule, String.valueOf(e.getCause()), e.getCause());
    }
  }

  private @Nullable Void runOn(Rule rule) throws Exception {
    String token = "k" + rules++;
    Events events = new Events(seed + rule.name().hashCode(), token);
    try (Bench bench = new Bench(this, shared(), events)) {
      rule.body().run(bench);
    }
    return null;
  }

  private View shared() throws SinkException {
    View open = shared;
    if (open == null) {
      open = open(1);
      shared = open;
    }
    return open;
  }

  View open(int revision) throws SinkException {
    return open(fixture, revision);
  }

  private <C extends Record> View open(SinkFixture<C> typed, int revision) throws SinkException {
    return open(typed.plugin(), typed.config(namespace), revision);
  }

  static <C extends Record> View open(SinkPlugin<C> plugin, C config, int revision)
      throws SinkException {
    Clock clock = Clock.systemUTC();
    return new View(
        plugin.open(config, new SinkContext(new RevisionId("kit", revision), clock)), clock);
  }

  int newRevision() {
    return revisions.incrementAndGet();
  }

  SinkFixture<?> fixture() {
    return fixture;
  }

  String namespace() {
    return namespace;
  }

  private AssertionError broken(Rule rule, String what, @Nullable Throwable cause) {
    String text =
        String.format(Locale.ROOT, "%s [%s, seed %d] %s", rule.promise(), rule.name(), seed, what);
    return new AssertionError(text, cause);
  }

  private static String stack(Thread thread) {
    StringBuilder text = new StringBuilder();
    for (StackTraceElement frame : thread.getStackTrace()) {
      text.append("\n  at ").append(frame);
    }
    return text.toString();
  }

  @Override
  public void close() {
    View open = shared;
    if (open != null) {
      open.close();
    }
  }
}
