package io.distributary.bench.read;

import io.distributary.bench.stores.Addresses;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a gateway and the plain drivers the same questions. All questions are asked for some time
 * first, which does not count. Then each is measured by one caller and by many, in short rounds in
 * which gateway and driver take turns, so that whatever else the machine does meets both.
 */
public final class Reads {
  /** The questions' names, in the order in which they are told. */
  public static final List<String> QUESTIONS =
      List.of(
          "livez",
          "read",
          "history",
          "everything",
          "document",
          "graph",
          "search",
          "wide-column",
          "match");

  private static final List<Integer> CALLERS = List.of(1, 16);
  private static final Duration POPULATION_WITHIN = Duration.ofMinutes(2);
  private static final long LOOK_MS = 100;

  private final Gateway gateway;
  private final ReadData data;
  private final Plan plan;
  private final PrintStream progress;

  /**
   * A gateway whose views hold all data.
   *
   * @param addresses of its stores
   * @param namespace of its views
   * @param cpu that its process has used
   */
  public record Gateway(int port, Addresses addresses, String namespace, Supplier<Duration> cpu) {}

  /**
   * How long it is asked.
   *
   * @param warmUp each question, of each side
   * @param length each question, by so many callers, of each side, in all rounds together
   * @param only names of questions; empty: all
   */
  public record Plan(Duration warmUp, Duration length, int rounds, List<String> only) {
    Duration round() {
      return length.dividedBy(rounds);
    }

    private boolean isWanted(Question question) {
      return only.isEmpty() || only.contains(question.name());
    }
  }

  public Reads(Gateway gateway, ReadData data, Plan plan, PrintStream progress) {
    this.gateway = gateway;
    this.data = data;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * @throws IOException also when gateway and driver do not give the same number of rows
   */
  public ReadReport run() throws IOException, InterruptedException {
    awaitPopulation();
    try (Drivers drivers = new Drivers(gateway.addresses(), gateway.namespace())) {
      List<Question> questions =
          new Questions(data, drivers).all().stream().filter(plan::isWanted).toList();
      Map<Question, Integer> bytes = new LinkedHashMap<>();
      for (Question question : questions) {
        bytes.put(question, check(question));
        warmUp(question);
      }
      List<ReadFigures> figures = new ArrayList<>();
      for (Map.Entry<Question, Integer> question : bytes.entrySet()) {
        for (int callers : CALLERS) {
          figures.add(measure(question.getKey(), question.getValue(), callers));
        }
      }
      return new ReadReport(data.resources(), figures);
    }
  }

  private void awaitPopulation() throws IOException, InterruptedException {
    long end = System.nanoTime() + POPULATION_WITHIN.toNanos();
    try (HttpCaller asking =
        new HttpCaller(gateway.port(), List.of(HttpCaller.get("/population")), 0)) {
      while (!isWhole(asking)) {
        if (System.nanoTime() > end) {
          throw new IOException("The patients cannot be looked up after two minutes");
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      }
    }
  }

  private boolean isWhole(HttpCaller asking) throws IOException {
    asking.ask();
    Map<String, @Nullable Object> population = asking.json();
    return Boolean.TRUE.equals(population.get("ready"))
        && String.valueOf(population.get("patients")).equals(Integer.toString(data.population()));
  }

  private void warmUp(Question question) throws IOException, InterruptedException {
    progress.println("warming up: " + question);
    for (int callers : CALLERS) {
      try (Crowd asking = overHttp(question, callers)) {
        asking.ask(plan.warmUp().dividedBy(CALLERS.size()));
      }
      if (question.isCompared()) {
        try (Crowd asking = byDriver(question, callers)) {
          asking.ask(plan.warmUp().dividedBy(CALLERS.size()));
        }
      }
    }
  }

  /**
   * Asks each question once on both sides: an answer that leaves something out would be fast for
   * nothing. Returns the mean number of the gateway's bytes.
   */
  private int check(Question question) throws IOException {
    long bytes = 0;
    int answers = question.requests().size();
    try (HttpCaller http = new HttpCaller(gateway.port(), question.requests(), 0)) {
      for (int i = 0; i < answers; i++) {
        http.ask();
        bytes += http.length();
        int driver = question.isCompared() ? question.driver().get(i).ask() : http.held();
        if (driver != http.held() || driver == 0) {
          throw new IOException(
              "%s: the gateway has %d, the driver %d".formatted(question, http.held(), driver));
        }
      }
    }
    return Math.toIntExact(bytes / answers);
  }

  private ReadFigures measure(Question question, int bytes, int callers)
      throws IOException, InterruptedException {
    Timed byGateway = Timed.NONE;
    Timed byDriver = Timed.NONE;
    Duration cpu = Duration.ZERO;
    try (Crowd http = overHttp(question, callers);
        Crowd plain = byDriver(question, callers)) {
      for (int round = 0; round < plan.rounds(); round++) {
        if (question.isCompared() && round % 2 == 1) {
          byDriver = byDriver.and(plain.ask(plan.round()));
        }
        Duration before = gateway.cpu().get();
        byGateway = byGateway.and(http.ask(plan.round()));
        cpu = cpu.plus(gateway.cpu().get().minus(before));
        if (question.isCompared() && round % 2 == 0) {
          byDriver = byDriver.and(plain.ask(plan.round()));
        }
      }
    }
    Optional<Timed> driver = question.isCompared() ? Optional.of(byDriver) : Optional.empty();
    ReadFigures found = new ReadFigures(question.name(), callers, bytes, byGateway, cpu, driver);
    progress.print(
        new ReadReport(data.resources(), List.of(found)).table().lines().toList().get(1));
    progress.println();
    return found;
  }

  private Crowd overHttp(Question question, int callers) throws IOException {
    List<Caller> crowd = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      crowd.add(new HttpCaller(gateway.port(), question.requests(), first(question, i, callers)));
    }
    return new Crowd(crowd);
  }

  /** Nobody where no driver can answer. */
  private static Crowd byDriver(Question question, int callers) {
    List<Caller> crowd = new ArrayList<>();
    for (int i = 0; i < callers && question.isCompared(); i++) {
      crowd.add(new DriverCaller(question.driver(), first(question, i, callers)));
    }
    return new Crowd(crowd);
  }

  /** Each begins elsewhere. */
  private static int first(Question question, int caller, int callers) {
    return caller * question.requests().size() / callers;
  }
}
