package io.distributary.gateway;

import static io.distributary.gateway.FourStores.PARTITIONS;
import static io.distributary.gateway.FourStores.VIEWS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.servers.ServerKind;
import io.distributary.servers.testing.FaultProxy;
import io.distributary.servers.testing.HbaseAddress;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.PrivateServer;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One gateway over the four real stores, each of which is in trouble in its turn: behind a proxy,
 * or, as HBase's clients take addresses from its meta table, itself frozen and killed.
 */
@Needs({ServerKind.KAFKA, ServerKind.MONGODB, ServerKind.NEO4J, ServerKind.ELASTICSEARCH})
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StoreFaultsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int EVENTS = 20;

  /** Events of one patient, ten times those of all others. */
  private static final int MOST = 50 * EVENTS;

  /** More than the threads that a view has for queries. */
  private static final int CALLERS = 12;

  /** With the profile {@code full}. */
  private static final boolean ALL = Boolean.getBoolean("distributary.faults.all");

  /** Each store once at least, and each kind of trouble. */
  private static final Set<String> USUAL =
      Set.of(
          "document half-open",
          "document truncating",
          "graph trickling",
          "graph resetting",
          "search slow",
          "search truncating",
          "wide-column frozen");

  private static final String NAMESPACE = TestNamespace.of(StoreFaultsIT.class).name();
  private static final Map<String, FaultProxy> PROXIES = new LinkedHashMap<>();

  /** The fold of what was appended: the newest version of each Patient. */
  private static final Map<String, String> FOLD = new ConcurrentHashMap<>();

  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir private static Path folder;
  private static PrivateServer<HbaseAddress> hbase;
  private static FourStores stores;
  private static RunningGateway gateway;
  private static StrangersProducer producer;
  private static Admin admin;

  /** The gateway starts while the stores behind proxies are away. */
  @BeforeAll
  static void start() throws Exception {
    String kafka = Servers.kafka().bootstrapServers();
    admin = Admin.create(Map.of("bootstrap.servers", kafka));
    hbase = PrivateServer.hbase();
    PROXIES.put("document", new FaultProxy(Servers.mongodb().port()));
    PROXIES.put("graph", new FaultProxy(Servers.neo4j().port()));
    PROXIES.put("search", new FaultProxy(Servers.elasticsearch().port()));
    Map<String, Integer> ports = new LinkedHashMap<>();
    PROXIES.forEach((view, proxy) -> ports.put(view, proxy.port()));
    ports.put("wide-column", hbase.address().port());
    stores = new FourStores(NAMESPACE, kafka, ports);
    stores.emptyGraph(folder);
    PROXIES.values().forEach(FaultProxy::reset);
    gateway = new RunningGateway(folder, stores.impatientConfiguration(folder)).ready();
    producer = new StrangersProducer(kafka, NAMESPACE, PARTITIONS, Map.of());
    awayAtTheStart();
  }

  /** FAULTS row 2: what is away at the start holds up nobody, and is brought up by itself. */
  private static void awayAtTheStart() throws Exception {
    for (String view : PROXIES.keySet()) {
      assertThat(gateway.json("/views/" + view).get("state"))
          .as("%s, which lags behind nothing yet", view)
          .isIn("CATCHING_UP", "RETRYING");
    }
    write(EVENTS);
    holdsAll("wide-column");
    for (String view : PROXIES.keySet()) {
      assertThat(lag(view)).as(view).isEqualTo(EVENTS);
      assertThat(gateway.query(view, FourStores.all(view, "Patient")).statusCode()).isEqualTo(503);
    }
    PROXIES.values().forEach(FaultProxy::heal);
    allHoldAll();
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    producer.close();
    admin.close();
    for (FaultProxy proxy : PROXIES.values()) {
      proxy.close();
    }
    hbase.close();
  }

  private interface Step {
    void run() throws Exception;
  }

  private record Trouble(String view, String name, Step begin, Step end) {
    @Override
    public String toString() {
      return view + " " + name;
    }
  }

  static Stream<Trouble> troubles() {
    return Stream.concat(
            PROXIES.entrySet().stream().flatMap(each -> troubles(each.getKey(), each.getValue())),
            Stream.of(
                new Trouble("wide-column", "frozen", hbase::freeze, hbase::thaw),
                new Trouble("wide-column", "killed", hbase::kill, hbase::restart)))
        .filter(trouble -> ALL || USUAL.contains(trouble.toString()));
  }

  private static Stream<Trouble> troubles(String view, FaultProxy proxy) {
    return Stream.of(
        new Trouble(view, "slow", () -> proxy.delay(Duration.ofSeconds(5)), proxy::heal),
        new Trouble(view, "trickling", () -> proxy.trickle(40), proxy::heal),
        new Trouble(view, "half-open", proxy::halfOpen, proxy::heal),
        new Trouble(view, "resetting", proxy::reset, proxy::heal),
        new Trouble(view, "truncating", () -> proxy.truncate(20), proxy::heal));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void storeInTroubleDelaysNobodyElseLosesNothingAndCatchesUpByItself(Trouble trouble)
      throws Exception {
    // Given
    write(EVENTS);
    allHoldAll();
    Map<String, Set<String>> members = members();

    // When
    trouble.begin().run();
    try {
      write(EVENTS);
      writeOverHttp();

      // Then
      for (String other : VIEWS) {
        if (!other.equals(trouble.view())) {
          holdsAll(other);
        }
      }
      callersAreToldInTime(trouble.view());
      long behind = lag(trouble.view());
      assertThat(behind).isGreaterThanOrEqualTo(EVENTS);
      write(EVENTS);
      assertThat(lag(trouble.view())).isGreaterThanOrEqualTo(behind + EVENTS);
    } finally {
      trouble.end().run();
    }
    allHoldAll();
    assertThat(members()).isEqualTo(members);
    assertThat(gateway.list("/dead-letters", "deadLetters")).isEmpty();
  }

  /**
   * More than a view may have in flight waits in the log, for longer than Kafka lets a member be
   * silent (max.poll.interval.ms).
   */
  @Test
  void threeStoresThatHangForLongKeepTheirPlacesInTheirGroupsAndTheFourthViewGoesOn()
      throws Exception {
    // Given
    write(EVENTS);
    allHoldAll();
    Map<String, Set<String>> members = members();

    // When
    PROXIES.values().forEach(FaultProxy::halfOpen);
    try {
      String large = "x".repeat(20_000);
      IntStream.range(0, 200).forEach(i -> write(large));
      long begun = System.nanoTime();
      holdsAll("wide-column");

      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(members()).isEqualTo(members);
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThan(FourStores.LONGEST_SILENCE.plusSeconds(2));
              });
    } finally {
      PROXIES.values().forEach(FaultProxy::heal);
    }
    allHoldAll();
    assertThat(members()).isEqualTo(members);
  }

  /** FAULTS row 14. */
  @Test
  void patientWhoseEventsAreMostOfTheStreamKeepsTheirOrderAndStarvesNobody() throws Exception {
    // Given
    write(EVENTS);
    allHoldAll();
    AtomicBoolean enough = new AtomicBoolean();
    ExecutorService thread = Executors.newSingleThreadExecutor();

    // When
    Future<?> hot =
        thread.submit(
            () -> {
              for (int i = 0; i < MOST && !enough.get(); i++) {
                append("hot", "");
              }
            });
    try {
      for (int round = 0; round < 3; round++) {
        List<String> others = write(EVENTS);
        for (String view : VIEWS) {
          await()
              .atMost(PATIENCE)
              .untilAsserted(
                  () ->
                      assertThat(FourStores.held(gateway, view, "Patient").keySet())
                          .as(view)
                          .containsAll(others));
        }
      }
    } finally {
      enough.set(true);
      hot.get();
      thread.shutdown();
    }

    // Then
    allHoldAll();
    assertThat(historyOf("hot"))
        .hasSizeGreaterThan(EVENTS)
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  private static List<Version> historyOf(String id) throws Exception {
    List<Version> versions = new ArrayList<>();
    for (Map<String, Object> entry : gateway.list("/fhir/Patient/" + id + "/_history", "entry")) {
      Map<?, ?> meta = (Map<?, ?>) ((Map<?, ?>) entry.get("resource")).get("meta");
      versions.add(Version.parse(String.valueOf(meta.get("versionId"))));
    }
    return versions;
  }

  /** All at once, so that every thread that serves them hangs. */
  private static void callersAreToldInTime(String view) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      answers.add(
          callers.submit(() -> gateway.query(view, FourStores.all(view, "Patient")).statusCode()));
    }
    for (Future<Integer> answer : answers) {
      assertThat(answer.get(30, TimeUnit.SECONDS)).as("query of %s", view).isIn(503, 504);
    }
    callers.shutdown();
    if (view.equals("document")) {
      anotherViewAnswers();
    }
  }

  private static void anotherViewAnswers() throws Exception {
    HttpResponse<String> read = gateway.get("/fhir/Patient/p1");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.headers().firstValue("Distributary-View")).contains("wide-column");
  }

  private static void allHoldAll() {
    VIEWS.forEach(StoreFaultsIT::holdsAll);
  }

  /** Its lag is 0, and read back from its store it is the fold of the log. */
  private static void holdsAll(String view) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(lag(view)).as("lag of %s", view).isZero();
              assertThat(FourStores.held(gateway, view, "Patient"))
                  .as(view)
                  .isEqualTo(new TreeMap<>(FOLD));
            });
  }

  /** -1 when unknown. */
  private static long lag(String view) throws Exception {
    Object lag = gateway.json("/views/" + view).get("lag");
    return lag == null ? -1 : Long.parseLong(lag.toString());
  }

  private static Map<String, Set<String>> members() throws Exception {
    List<String> groups = VIEWS.stream().map(view -> NAMESPACE + "." + view + ".r1").toList();
    return admin.describeConsumerGroups(groups).all().get(30, TimeUnit.SECONDS).values().stream()
        .collect(
            Collectors.toMap(
                group -> group.groupId(),
                group ->
                    group.members().stream()
                        .map(MemberDescription::consumerId)
                        .collect(Collectors.toSet())));
  }

  private static List<String> write(int events) {
    return IntStream.range(0, events).mapToObj(i -> write("")).toList();
  }

  private static String write(String text) {
    String id = "p" + NUMBER.incrementAndGet();
    append(id, text);
    return id;
  }

  private static void append(String id, String text) {
    ResourceId patient = new ResourceId("Patient", id);
    byte[] json = patient(id, text).getBytes(UTF_8);
    FOLD.put(id, StrangersProducer.version(producer.update(patient, patient, json)).toString());
  }

  /** No write waits for a store, though it asks one. */
  private static void writeOverHttp() throws Exception {
    String id = "p" + NUMBER.incrementAndGet();
    var answer = gateway.put("/fhir/Patient/" + id, patient(id, ""));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    String tag = answer.headers().firstValue("ETag").orElseThrow();
    FOLD.put(id, tag.replaceAll("[^0-9]", ""));
  }

  private static String patient(String id, String text) {
    return "{\"resourceType\":\"Patient\",\"id\":\""
        + id
        + "\",\"text\":{\"status\":\"generated\",\"div\":\"<div>"
        + text
        + "</div>\"}}";
  }
}
