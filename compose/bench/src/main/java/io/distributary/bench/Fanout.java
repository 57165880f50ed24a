package io.distributary.bench;

import io.distributary.bench.Contender.Setting;
import io.distributary.bench.events.Events;
import io.distributary.bench.stores.Addresses;
import io.distributary.bench.stores.Stores;
import io.distributary.bench.stores.View;
import io.distributary.schemas.event.EncodedEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * The gateway beside a program with the plain drivers. Each measurement has a new process, a new
 * topic with the same events, and new namespaces in the stores; the process first gets events to
 * warm up with, then, when these are in the stores, the events that are measured, all at one
 * moment. Who comes first alternates. A first round does not count: the servers are cold, and
 * whoever came first would pay for it.
 */
final class Fanout {
  private final Plan plan;
  private final Addresses addresses;
  private final Stores stores;
  private final PrintStream progress;
  private final List<EncodedEvent> warmUp;
  private final List<EncodedEvent> events;
  private final String namespace = "b" + Long.toString(System.currentTimeMillis(), 36);
  private int runs;

  /**
   * What is measured.
   *
   * @param root the project's folder, built
   * @param folder for what the contenders leave behind
   * @param sample a folder of Bundles that the events are made of
   * @param subjects in their order
   */
  record Plan(
      Path root,
      Path folder,
      Path sample,
      long seed,
      int events,
      int warmUp,
      int rounds,
      List<Subject> subjects) {}

  Fanout(Plan plan, Addresses addresses, Stores stores, PrintStream progress) throws IOException {
    this.plan = plan;
    this.addresses = addresses;
    this.stores = stores;
    this.progress = progress;
    Events made = Events.of(plan.sample(), plan.seed());
    this.warmUp = IntStream.range(0, plan.warmUp()).mapToObj(made::get).toList();
    this.events =
        IntStream.range(plan.warmUp(), plan.warmUp() + plan.events()).mapToObj(made::get).toList();
    say(
        "%d events, mean %.0f bytes; %d to warm up",
        events.size(),
        events.stream().mapToInt(event -> event.value().length).average().orElse(0),
        warmUp.size());
  }

  Report run() throws BenchFailedException, IOException, ExecutionException, InterruptedException {
    say("A first round warms the servers and does not count:");
    round(plan.subjects().get(0), 0);
    say("What counts:");
    Map<Subject, Comparison> found = new LinkedHashMap<>();
    for (Subject subject : plan.subjects()) {
      found.put(subject, compare(subject));
    }
    return new Report(events.size(), found);
  }

  private Comparison compare(Subject subject)
      throws BenchFailedException, IOException, ExecutionException, InterruptedException {
    List<Measurement> gateway = new ArrayList<>();
    List<Measurement> limit = new ArrayList<>();
    for (int number = 1; number <= plan.rounds(); number++) {
      Map<Contender, Measurement> round = round(subject, number);
      gateway.add(round.get(Contender.GATEWAY));
      limit.add(round.get(Contender.LIMIT));
    }
    return Comparison.of(gateway, limit);
  }

  private Map<Contender, Measurement> round(Subject subject, int number)
      throws BenchFailedException, IOException, ExecutionException, InterruptedException {
    boolean gatewayFirst = (subject.ordinal() + number) % 2 == 0;
    List<Contender> order =
        gatewayFirst
            ? List.of(Contender.GATEWAY, Contender.LIMIT)
            : List.of(Contender.LIMIT, Contender.GATEWAY);
    Map<Contender, Measurement> round = new EnumMap<>(Contender.class);
    Map<Contender, Map<View, Long>> held = new EnumMap<>(Contender.class);
    for (Contender contender : order) {
      Setting setting = setting(contender, subject);
      try {
        Measurement measured = measure(contender, setting);
        round.put(contender, measured);
        held.put(contender, count(setting));
        say(
            "%-12s %-8s %7.2f s %7.2f CPU s",
            subject, contender.word(), measured.seconds(), measured.cpuSeconds());
      } finally {
        clear(setting);
      }
    }
    check(subject, held);
    return round;
  }

  private Setting setting(Contender contender, Subject subject) {
    runs++;
    return new Setting(
        plan.root(),
        plan.folder().resolve(runs + "-" + contender.word()),
        namespace + "x" + runs,
        addresses,
        subject.views());
  }

  private Measurement measure(Contender contender, Setting setting)
      throws BenchFailedException, IOException, ExecutionException, InterruptedException {
    if (setting.views().contains(View.GRAPH)) {
      stores.clear(View.GRAPH, setting.namespace());
    }
    try (Run run = Run.start(contender, setting)) {
      run.measure(warmUp);
      return run.measure(events);
    }
  }

  private Map<View, Long> count(Setting setting) throws IOException {
    Map<View, Long> held = new EnumMap<>(View.class);
    for (View view : setting.views()) {
      held.put(view, stores.count(view, setting.namespace()));
    }
    return held;
  }

  private void clear(Setting setting) throws IOException {
    for (View view : setting.views()) {
      stores.clear(view, setting.namespace());
    }
  }

  /** A contender that leaves something out would be fast for nothing. */
  private void check(Subject subject, Map<Contender, Map<View, Long>> held)
      throws BenchFailedException {
    Map<View, Long> gateway = held.getOrDefault(Contender.GATEWAY, Map.of());
    long all = (long) warmUp.size() + events.size();
    boolean whole =
        gateway.entrySet().stream()
            .allMatch(view -> view.getKey() == View.GRAPH || view.getValue() == all);
    if (!whole || !gateway.equals(held.get(Contender.LIMIT))) {
      throw new BenchFailedException(
          "Not all of the %d resources are in the stores of %s: %s".formatted(all, subject, held));
    }
  }

  private void say(String form, Object... values) {
    progress.println(String.format(Locale.ROOT, form, values));
  }
}
