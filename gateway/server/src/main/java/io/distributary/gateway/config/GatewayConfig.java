package io.distributary.gateway.config;

import io.distributary.gateway.retry.Backoff;
import io.distributary.sink.ConfigProblems;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a gateway is told. A part or a component that the file leaves out has its
 * default.
 *
 * @param plugins the folder with one folder a sink plugin
 */
public record GatewayConfig(
    Http http,
    Kafka kafka,
    Stream stream,
    Query query,
    Delivery delivery,
    Rebuild rebuild,
    Verify verify,
    Match match,
    Path plugins,
    List<ConfiguredView> views) {

  static final String PLUGINS = "plugins";

  public GatewayConfig {
    plugins = plugins == null ? Path.of(PLUGINS) : plugins;
    views = views == null ? List.of() : List.copyOf(views);
    long names = views.stream().map(ConfiguredView::name).distinct().count();
    new ConfigProblems()
        .check(!views.isEmpty(), "views", "names no view; at least one is needed")
        .check(names == views.size(), "views", "names a view twice")
        .orThrow();
  }

  /** The same with the plugins folder taken from where a file lies, unless it is absolute. */
  GatewayConfig relativeTo(Path file) {
    return new GatewayConfig(
        http,
        kafka,
        stream,
        query,
        delivery,
        rebuild,
        verify,
        match.relativeTo(file),
        file.resolveSibling(plugins),
        views);
  }

  /**
   * @param host the address to listen on
   * @param maxBodyBytes of a request
   * @param budget bytes that all answers and request bodies may hold in memory together; a quarter
   *     of the heap if nothing is said, but at least eight times {@code maxBodyBytes}
   * @param timeout after which a request is answered with 504
   * @param source the CloudEvents source of writes that name none
   * @param allowInsecure whether a host other than loopback is accepted although nobody is
   *     authenticated
   */
  public record Http(
      String host,
      Integer port,
      Bytes maxBodyBytes,
      Bytes budget,
      Duration timeout,
      URI source,
      Boolean allowInsecure) {
    private static final int LEAST_BODIES = 8;

    public Http {
      host = host == null ? "127.0.0.1" : host;
      port = port == null ? 8080 : port;
      maxBodyBytes = maxBodyBytes == null ? new Bytes(16L << 20) : maxBodyBytes;
      timeout = timeout == null ? Duration.ofSeconds(30) : timeout;
      source = source == null ? URI.create("urn:distributary:http") : source;
      allowInsecure = allowInsecure != null && allowInsecure;
      budget = budget == null ? new Bytes(aQuarter(maxBodyBytes.count())) : budget;
      boolean loopback = host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
      new ConfigProblems()
          .check(port >= 0 && port <= 65_535, "port", "is not from 0 to 65535")
          .check(
              budget.count() >= LEAST_BODIES * maxBodyBytes.count(),
              "budget",
              "is less than eight times maxBodyBytes, so that one large body could not be read")
          .check(
              loopback || allowInsecure,
              "host",
              "is not a loopback address, and there is no authentication yet; http.allowInsecure: true accepts that")
          .check(timeout.compareTo(Duration.ofMillis(100)) >= 0, "timeout", "is shorter than 100ms")
          .orThrow();
    }

    private static long aQuarter(long maxBody) {
      return Math.max(Runtime.getRuntime().maxMemory() / 4, LEAST_BODIES * maxBody);
    }
  }

  /**
   * @param properties any property of Kafka's clients; put in before our own
   */
  public record Kafka(String bootstrapServers, Map<String, String> properties) {
    public Kafka {
      bootstrapServers = bootstrapServers == null ? "localhost:9092" : bootstrapServers;
      properties = properties == null ? Map.of() : Map.copyOf(properties);
    }
  }

  /**
   * @param prefix of the topics' names and of the groups'
   * @param createTopics whether missing topics are created
   * @param partitions and {@code replicationFactor}: of topics that the gateway creates
   */
  public record Stream(
      String prefix, Boolean createTopics, Integer partitions, Integer replicationFactor) {
    public Stream {
      prefix = prefix == null ? "distributary" : prefix;
      createTopics = createTopics == null || createTopics;
      partitions = partitions == null ? 12 : partitions;
      replicationFactor = replicationFactor == null ? 1 : replicationFactor;
      new ConfigProblems()
          .check(
              prefix.matches("[A-Za-z0-9._-]{1,200}"),
              "prefix",
              "is not 1 to 200 letters, digits, dots, hyphens and underscores")
          .check(partitions >= 1 && partitions <= 4_096, "partitions", "is not from 1 to 4096")
          .check(
              replicationFactor >= 1 && replicationFactor <= 32_767,
              "replicationFactor",
              "is not from 1 to 32767")
          .orThrow();
    }
  }

  /** Caps of native queries. */
  public record Query(Integer maxRows, Bytes maxBytes) {
    public Query {
      maxRows = maxRows == null ? 10_000 : maxRows;
      maxBytes = maxBytes == null ? new Bytes(16L << 20) : maxBytes;
      new ConfigProblems().check(maxRows >= 1, "maxRows", "is not at least 1").orThrow();
    }
  }

  /**
   * @param batchSize events in one call of a sink
   * @param maxBytesInFlight of one view: fetched and not yet written
   * @param timeout of one call of a sink
   */
  public record Delivery(Integer batchSize, Bytes maxBytesInFlight, Duration timeout, Retry retry) {
    public Delivery {
      batchSize = batchSize == null ? 1_000 : batchSize;
      maxBytesInFlight = maxBytesInFlight == null ? new Bytes(32L << 20) : maxBytesInFlight;
      timeout = timeout == null ? Duration.ofSeconds(60) : timeout;
      new ConfigProblems()
          .check(batchSize >= 1 && batchSize <= 100_000, "batchSize", "is not from 1 to 100000")
          .check(
              maxBytesInFlight.count() >= 8L << 20,
              "maxBytesInFlight",
              "is less than 8Mi, too little for the largest event")
          .orThrow();
    }
  }

  /**
   * How a revision is built beside the live one.
   *
   * @param eventsPerSecond at most, in each gateway, so that the live views and the stores keep
   *     their breath; 0 for no limit
   */
  public record Rebuild(Integer eventsPerSecond) {
    public Rebuild {
      eventsPerSecond = eventsPerSecond == null ? 5_000 : eventsPerSecond;
      new ConfigProblems().check(eventsPerSecond >= 0, "eventsPerSecond", "is negative").orThrow();
    }
  }

  /**
   * How the views are sampled all the time.
   *
   * @param sampleEvery how often a few events are looked up in each live view; 0 for never
   * @param sampleSize how many
   */
  public record Verify(Duration sampleEvery, Integer sampleSize) {
    public Verify {
      sampleEvery = sampleEvery == null ? Duration.ofSeconds(30) : sampleEvery;
      sampleSize = sampleSize == null ? 20 : sampleSize;
      new ConfigProblems()
          .check(
              sampleEvery.isZero() || sampleEvery.compareTo(Duration.ofMillis(100)) >= 0,
              "sampleEvery",
              "is neither 0s nor at least 100ms")
          .check(sampleSize >= 1 && sampleSize <= 1_000, "sampleSize", "is not from 1 to 1000")
          .orThrow();
    }
  }

  /**
   * How patients are looked up.
   *
   * @param enabled whether all patients are kept in memory for that: about 1 KB a patient
   * @param maxPatients with more of them the memory is given back, and nobody is looked up any
   *     more; as many as half of the heap holds, if nothing is said
   * @param model a file of {@code distributary link --save-model}; without one, people are taken
   *     for those of the model that ships
   */
  public record Match(Boolean enabled, Integer maxPatients, @Nullable Path model) {
    private static final int BYTES_A_PATIENT = 1_000;

    public Match {
      enabled = enabled == null || enabled;
      maxPatients = maxPatients == null ? roomForPatients() : maxPatients;
      new ConfigProblems().check(maxPatients >= 1, "maxPatients", "is not at least 1").orThrow();
    }

    private static int roomForPatients() {
      long half = Runtime.getRuntime().maxMemory() / 2;
      return (int) Math.min(Integer.MAX_VALUE, half / BYTES_A_PATIENT);
    }

    Match relativeTo(Path file) {
      return new Match(enabled, maxPatients, model == null ? null : file.resolveSibling(model));
    }
  }

  /** Back-off of what is tried again, as {@link Backoff}: from {@code initial} to {@code max}. */
  public record Retry(Duration initial, Duration max) {
    public Retry {
      initial = initial == null ? Duration.ofMillis(100) : initial;
      max = max == null ? Duration.ofSeconds(30) : max;
      new ConfigProblems()
          .check(
              !initial.isNegative() && !initial.isZero(), "initial", "is not longer than nothing")
          .check(max.compareTo(initial) >= 0, "max", "is shorter than initial")
          .orThrow();
    }

    public Backoff backoff() {
      return new Backoff(initial, max);
    }
  }

  /**
   * @param name lower-case letters, digits and hyphens
   * @param type of the sink plugin
   * @param config the plugin's own, bound to its record when it is loaded
   */
  public record ConfiguredView(
      String name, String type, @Nullable Map<String, @Nullable Object> config) {
    public ConfiguredView {
      config = config == null ? Map.of() : config;
      new ConfigProblems()
          .require(name, "name")
          .require(type, "type")
          .check(
              name == null || name.matches("[a-z][a-z0-9-]{0,40}"),
              "name",
              "is not lower-case letters, digits and hyphens")
          .orThrow();
    }
  }
}
